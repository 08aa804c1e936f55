package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The files that somebody sends with a form, and the form's fields as they are shown with them. */
@Component
class SentFiles {
    private final Files files;
    private final Audit audit;
    private final Messages messages;

    SentFiles(Files files, Audit audit, Messages messages) {
        this.files = files;
        this.audit = audit;
        this.messages = messages;
    }

    List<FieldView> views(JsonNode properties, Collection<String> fields, ObjectNode answers, Locale locale) {
        return FieldView.of(
                properties,
                fields,
                answers,
                locale,
                files::find,
                messages.text(locale, "web.yes"),
                messages.text(locale, "web.no"));
    }

    /**
     * What came for a field: with the form, or before it. Empty when nothing did, or what came can't be taken; then the errors say why.
     *
     * @param uploaded identifier of one that came before, which must be the person's own; or empty
     */
    Optional<UploadedFile> sent(
            String field,
            String uploaded,
            HttpServletRequest request,
            Actor actor,
            Locale locale,
            Map<String, String> errors)
            throws IOException {
        MultipartFile file = request instanceof MultipartHttpServletRequest multipart ? multipart.getFile(field) : null;
        String name = file == null
                ? ""
                : Optional.ofNullable(file.getOriginalFilename()).orElse("");
        if (file == null || name.isEmpty()) {
            return FieldView.uuid(uploaded).flatMap(files::find).filter(before -> before.owner()
                    .equals(actor.subject()));
        }
        try (InputStream content = file.getInputStream()) {
            UploadedFile stored = files.store(actor.subject(), name, content);
            audit.record(actor.does(AuditEvent.FILE_UPLOADED, null, Map.of("sha256", stored.sha256())));
            return Optional.of(stored);
        } catch (Problem problem) {
            errors.put(field, messages.text(locale, problem.key() + ".detail", problem.arguments(locale)));
            return Optional.empty();
        }
    }
}

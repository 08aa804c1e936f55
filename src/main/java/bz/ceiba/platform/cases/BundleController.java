package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A case as one PDF, for a court or the archive. What officers noted for each other is not in it. */
@Controller
class BundleController {
    private final Cases cases;
    private final DeskPage desk;
    private final CaseViews views;
    private final Services services;
    private final Letters letters;
    private final CaseBundle bundle;
    private final Pages pages;
    private final Audit audit;
    private final Country country;

    BundleController(
            Cases cases,
            DeskPage desk,
            CaseViews views,
            Services services,
            Letters letters,
            CaseBundle bundle,
            Pages pages,
            Audit audit,
            Country country) {
        this.cases = cases;
        this.desk = desk;
        this.views = views;
        this.services = services;
        this.letters = letters;
        this.bundle = bundle;
        this.pages = pages;
        this.audit = audit;
        this.country = country;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.FILE_READ)
    @GetMapping("/cases/desk/{number}/bundle.pdf")
    ResponseEntity<byte[]> print(@PathVariable String number, Actor actor, Locale locale, HttpServletRequest request) {
        CaseFile file = desk.file(number, actor);
        ServiceDefinition definition = services.of(file);
        var sections = views.sections(file, locale);
        List<UploadedFile> uploads = sections.values().stream()
                .flatMap(List::stream)
                .map(FieldView::file)
                .flatMap(Stream::ofNullable)
                // What is in quarantine or was infected stands on the first pages by its name.
                .filter(upload -> upload.scan().opens())
                .toList();
        audit.record(actor.doesFor(
                file.agency(),
                AuditEvent.FILE_READ,
                file.person(),
                file.number(),
                file.service(),
                Map.of("file", "bundle", "uploads", Integer.toString(uploads.size()))));
        Html html = Html.of("cases/bundle")
                .with("file", file)
                .with("service", definition)
                .with("state", definition.state(file.state()))
                .with("agency", country.nameOf(file.agency()))
                .with("sections", sections)
                .with("history", cases.history(file.number()))
                .with("letters", letters.of(file.number()));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(file.number() + ".pdf")
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(bundle.print(pages.fragment(html, pages.page(request)), uploads));
    }
}

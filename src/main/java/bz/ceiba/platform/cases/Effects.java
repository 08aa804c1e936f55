package bz.ceiba.platform.cases;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.ServiceDefinition.Effect;
import bz.ceiba.platform.cases.ServiceDefinition.EffectKind;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.BillOrder;
import bz.ceiba.platform.payments.Bills;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Brings about, within the transaction of a transition, what the definition says it brings about. */
@Component
class Effects {
    private final Bills bills;
    private final Notices notices;
    private final Documents documents;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final WriteBehind writes;
    private final Country country;
    private final Clock clock;
    private final String baseUrl;

    Effects(
            Bills bills,
            Notices notices,
            Documents documents,
            ObjectProvider<SchedulerClient> scheduler,
            WriteBehind writes,
            Country country,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.bills = bills;
        this.notices = notices;
        this.documents = documents;
        this.scheduler = scheduler;
        this.writes = writes;
        this.country = country;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /**
     * Applies effects in order.
     *
     * @param said what the one who moved the case wrote to the applicant, or nothing
     * @return whether a bill was to be raised and there was nothing to pay
     */
    boolean apply(
            ServiceDefinition definition, Expressions expressions, CaseFile file, List<Effect> effects, String said) {
        boolean free = false;
        for (Effect effect : effects) {
            if (effect.kind() != EffectKind.BILL && effect.kind() != EffectKind.NOTIFY) {
                writes.requireTransaction();
            }
            switch (effect.kind()) {
                case BILL -> free |= !bill(definition, expressions, file);
                case CANCEL_BILL -> bills.of(file.number()).forEach(bill -> bills.cancel(bill.id()));
                case REFUND -> refund(file);
                case REVOKE -> revoke(file, argument(effect));
                case NOTIFY -> notices.send(notice(definition, file, argument(effect), said));
                case RUN -> EffectRun.schedule(scheduler.getObject(), file, argument(effect), clock.instant());
            }
        }
        return free;
    }

    private static String argument(Effect effect) {
        return Optional.ofNullable(effect.argument()).orElseThrow();
    }

    private boolean bill(ServiceDefinition definition, Expressions expressions, CaseFile file) {
        String fee = definition.fee();
        long cents = fee == null ? 0 : expressions.number(fee, file.form(), file.facts());
        if (cents <= 0) {
            return false;
        }
        bills.raise(new BillOrder(
                file.number() + "/" + file.revision(),
                file.number(),
                file.person(),
                file.agency(),
                head(definition, expressions, file),
                definition.title().in(Locale.of(file.language())),
                Money.ofCents(cents)));
        return true;
    }

    private String head(ServiceDefinition definition, Expressions expressions, CaseFile file) {
        String feeHead = definition.feeHead();
        if (feeHead == null) {
            return file.agency();
        }
        String row = expressions.text(feeHead, file.form(), file.facts());
        return country.fee(row, Country.today(clock)).map(Country.Fee::head).orElse(row);
    }

    private void refund(CaseFile file) {
        for (Bill bill : bills.of(file.number())) {
            if (bill.refundable().isPositive()) {
                bills.refund(
                        bill.id(),
                        file.number() + "/" + file.revision() + "/" + bill.id(),
                        bill.refundable(),
                        bill.refundable(),
                        file.state(),
                        AuditEntry.bySystem(
                                AuditEvent.PAYMENT_REFUNDED,
                                file.person(),
                                file.number(),
                                Map.of("state", file.state())));
            }
        }
    }

    /** All that the case has issued is no longer valid from now on. */
    private void revoke(CaseFile file, String reason) {
        for (IssuedDocument document : documents.of(file.number())) {
            documents.revoke(
                    document.number(),
                    reason,
                    AuditEntry.bySystem(
                            AuditEvent.DOCUMENT_REVOKED,
                            file.person(),
                            file.number(),
                            Map.of("number", document.number(), "reason", reason)));
        }
    }

    /** Where the applicant finds a case. */
    String link(String number) {
        return baseUrl + "/cases/" + number;
    }

    private Notice notice(ServiceDefinition definition, CaseFile file, String template, String said) {
        return new Notice(
                file.number() + "/" + file.revision() + "/" + template,
                file.person(),
                template,
                values(definition, file, said),
                file.number());
    }

    /** What placeholders in notices and letters stand for. */
    Map<String, String> values(ServiceDefinition definition, CaseFile file, String said) {
        return values(definition, file, said, Locale.of(file.language()));
    }

    /** Likewise, in a language that need not be the applicant's. */
    Map<String, String> values(ServiceDefinition definition, CaseFile file, String said, Locale locale) {
        Map<String, String> values = new HashMap<>();
        values.put("number", file.number().text());
        values.put("name", file.personName());
        values.put("service", definition.title().in(locale));
        values.put("agency", country.nameOf(file.agency()).in(locale));
        values.put("link", link(file.number().text()));
        values.put(
                "due",
                Optional.ofNullable(file.dueOn()).map(LocalDate::toString).orElse(""));
        values.put("message", said);
        return values;
    }
}

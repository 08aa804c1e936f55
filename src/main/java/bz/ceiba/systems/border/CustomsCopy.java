package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.Problem;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Customs' own copy of declarations, where it has a node of its own. A later version replaces an earlier one and never the other way round, and
 * what was withdrawn stays withdrawn, in whichever order and however often it is told.
 */
@Component
class CustomsCopy implements Subscriber {
    private final Declarations declarations;

    CustomsCopy(Declarations declarations) {
        this.declarations = declarations;
    }

    @Override
    public String service() {
        return TellCustoms.DECLARED;
    }

    @Override
    public String agency() {
        return Part.CUSTOMS.agency();
    }

    @Override
    public String purpose() {
        return JointView.PURPOSE;
    }

    @Override
    public void receive(ToldEvent event) {
        ToldDeclaration told;
        try {
            told = ToldDeclaration.read(event);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw wrong("declaration", "a number, a version, a journey and travellers are needed");
        }
        declarations.copy(told);
        if (told.withdrawnAt() != null) {
            declarations.withdraw(told.number(), told.withdrawnAt());
        }
    }

    static Problem wrong(String field, String what) {
        return new Problem(
                Problem.Kind.INVALID, "border.problem.event", Map.of(), List.of(new Problem.FieldError(field, what)));
    }
}

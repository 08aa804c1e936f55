package bz.ceiba.systems.transport;

import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Who is alive after all may drive as if he had never been thought dead. */
@Component
class DeathAnnulled implements Subscriber {
    private final Register register;

    DeathAnnulled(Register register) {
        this.register = register;
    }

    @Override
    public String service() {
        return "civilregistry.death-annulled";
    }

    @Override
    public String agency() {
        return RegisterController.AGENCY;
    }

    @Override
    public String purpose() {
        return "death";
    }

    @Override
    public void receive(ToldEvent event) {
        PersonNumber alive = DeathOfDriver.person(event);
        Change change = register.change(DeathOfDriver.origin("death annulled"), alive.digits());
        register.lift(change, alive, DeathOfDriver.REFERENCE, Span.from(Instant.EPOCH));
    }
}

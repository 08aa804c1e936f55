package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import org.springframework.stereotype.Component;

/** Takes what the civil registry's two registrars have annulled: whoever is alive after all is alive here too. */
@Component
class AnnulledDeaths implements Subscriber {
    private final Annulments annulments;

    AnnulledDeaths(Annulments annulments) {
        this.annulments = annulments;
    }

    @Override
    public String service() {
        return "civilregistry.death-annulled";
    }

    @Override
    public String agency() {
        return RegisteredDeaths.AGENCY;
    }

    @Override
    public String purpose() {
        return LifeEvent.Kind.DEATH.purpose();
    }

    @Override
    public void receive(ToldEvent event) {
        PersonNumber person = new PersonNumber(event.body().path("person").asString(""));
        String entry = event.body().path("entry").asString("");
        annulments.byRegister(person, RegisteredDeaths.SOURCE, RegisteredDeaths.event(entry, person), entry);
    }
}

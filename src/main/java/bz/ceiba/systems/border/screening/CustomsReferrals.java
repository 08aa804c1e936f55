package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import java.sql.Timestamp;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Customs' own copy of which travellers the rules refer, by agreement; a recalled rule's are taken back there too. */
@Configuration(proxyBeanMethods = false)
class CustomsReferrals {
    private static final String AGENCY = "customs";
    private static final String PURPOSE = "border";

    @Bean
    Subscriber customsReferred(JdbcClient db) {
        return new Told(Screening.REFERRED, event -> db.sql("""
                        insert into border.customs_referral (reference, rule, version, referred_at) values (?, ?, ?, ?) on conflict do nothing
                        """)
                .params(
                        event.body().path("reference").asString(""),
                        event.body().path("rule").asString(""),
                        event.body().path("version").asInt(0),
                        Timestamp.from(event.at()))
                .update());
    }

    @Bean
    Subscriber customsReversed(JdbcClient db) {
        // The two kinds of event are told apart: the taking back may come first, and then counts all the same.
        return new Told(TellRecalled.REVERSED, event -> db.sql("""
                        insert into border.customs_referral as c (reference, rule, version, referred_at, reversed_at) values (?, ?, ?, ?, ?)
                        on conflict (reference, rule, version) do update set reversed_at = coalesce(c.reversed_at, excluded.reversed_at)
                        """)
                .params(
                        event.body().path("reference").asString(""),
                        event.body().path("rule").asString(""),
                        event.body().path("version").asInt(0),
                        Timestamp.from(event.at()),
                        Timestamp.from(event.at()))
                .update());
    }

    private record Told(String service, java.util.function.Consumer<ToldEvent> take) implements Subscriber {
        @Override
        public String agency() {
            return AGENCY;
        }

        @Override
        public String purpose() {
            return PURPOSE;
        }

        @Override
        public void receive(ToldEvent event) {
            take.accept(event);
        }
    }
}

package bz.ceiba.platform.notifications;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What arrived on people's phones and in their mail, by way of the demonstration's SMS centre and mail server. */
@Component
public class TestPhones {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ObjectProvider<DemoOutbox> outbox;

    TestPhones(ObjectProvider<DemoOutbox> outbox) {
        this.outbox = outbox;
    }

    /** All SMS to this phone, newest first. */
    public List<String> sms(String phone) {
        String digits = phone.replace("+", "");
        return outbox.getObject().newestFirst().stream()
                .filter(message -> message.channel().equals("sms"))
                .filter(message -> message.to().replace("+", "").equals(digits))
                .map(DemoOutbox.Received::text)
                .toList();
    }

    /** All mail to this address, newest first. */
    public List<String> mail(String address) {
        return outbox.getObject().newestFirst().stream()
                .filter(message -> message.channel().equals("email"))
                .filter(message -> message.to().equals(address))
                .map(DemoOutbox.Received::text)
                .toList();
    }

    /** The newest SMS once there are so many, waiting for it if need be. */
    public String sms(String phone, int count) {
        await().atMost(PATIENCE).until(() -> sms(phone).size() >= count);
        return sms(phone).getFirst();
    }

    /** The six digits in the newest SMS once there are so many. */
    public String code(String phone, int count) {
        Matcher matcher = CODE.matcher(sms(phone, count));
        return Optional.of(matcher).filter(Matcher::find).orElseThrow().group(1);
    }
}

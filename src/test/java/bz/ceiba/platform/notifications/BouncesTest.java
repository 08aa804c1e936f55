package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static bz.ceiba.platform.notifications.NotificationsHouse.await;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.notifications.DemoOutbox.Received;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back: from a real mail server by IMAP, from a real SMS centre as deliver_sm. */
class BouncesTest {
    private static final String PHONE = "+5016001234";

    private final NotificationsHouse house = new NotificationsHouse();
    private final DemoOutbox outbox = new DemoOutbox();
    private final DemoMailServer mail = new DemoMailServer(0, outbox, house.clock);
    private final DemoSmsCentre sms = new DemoSmsCentre(0, outbox, house.clock);
    private final CaseNumber about = CaseNumber.random("PR", 2026, new Random(5));

    @AfterEach
    void close() {
        house.close();
        sms.close();
        mail.close();
    }

    private Notices process() {
        return house.process(
                List.of(Duration.ofMillis(200)),
                new SmsChannel(sms.settings(), house.deliveries, house.clock),
                new MailChannel(
                        mail.settings(),
                        "no-reply@services.example.bz",
                        mail.bounces().address(),
                        house.clock));
    }

    private Optional<NoticeState> state(Notices notices, String channel) {
        return notices.about(about).stream()
                .filter(state -> state.channel().equals(channel))
                .findFirst();
    }

    private List<Received> smsTexts() {
        return outbox.newestFirst().stream()
                .filter(message -> message.channel().equals("sms"))
                .toList();
    }

    @Test
    void mailThatComesBackIsShownWithItsCaseAndThePersonIsAskedForAnotherAddressBySms() throws Exception {
        house.signIn(PERSON, PHONE, DemoMailServer.UNREACHABLE, "en");
        Notices notices = process();
        notices.send(NotificationsHouse.notice("comes-back", about));
        await(() ->
                state(notices, "email").filter(s -> s.state().equals("sent")).isPresent());

        BounceMailbox mailbox = new BounceMailbox(mail.bounces(), house.bounces);
        assertThat(mailbox.read()).isEqualTo(1);
        assertThat(mailbox.read()).as("it is deleted once taken in").isZero();

        assertThat(state(notices, "email")).hasValueSatisfying(state -> {
            assertThat(state.state()).isEqualTo("failed");
            assertThat(state.error()).isEqualTo("came back: 5.1.1 550 5.1.1 No such mailbox");
        });
        await(() -> smsTexts().stream()
                .anyMatch(message -> message.text().contains("give us another address")
                        && message.to().equals(PHONE)));
        assertThat(house.contacts.of(PERSON).orElseThrow().emailRefusedAt()).isNotNull();

        notices.send(NotificationsHouse.notice("afterwards", about));
        await(() -> smsTexts().size() == 3);
        assertThat(outbox.newestFirst())
                .as("nothing more goes to that address")
                .filteredOn(message -> message.channel().equals("email"))
                .hasSize(1);

        house.signIn(PERSON, PHONE, "new@example.bz", "en");
        assertThat(house.contacts.of(PERSON).orElseThrow().emailRefusedAt()).isNull();
    }

    @Test
    void anSmsThatDidNotArriveIsShownWithItsCase() {
        house.signIn(PERSON, DemoSmsCentre.UNREACHABLE, "ana@example.bz", "en");
        Notices notices = process();
        notices.send(NotificationsHouse.notice("unreachable", about));
        await(() ->
                state(notices, "sms").filter(s -> s.state().equals("failed")).isPresent());
        assertThat(state(notices, "sms").orElseThrow().error()).isEqualTo("not delivered: UNDELIV, error 001");
    }

    @Test
    void aFullMailboxOrADelayIsNotedButTheAddressStaysInUse() {
        house.signIn(PERSON, PHONE, "ana@example.bz", "en");
        Notices notices = process();
        notices.send(NotificationsHouse.notice("full", about));
        await(() ->
                state(notices, "email").filter(s -> s.state().equals("sent")).isPresent());
        UUID reference = house.db
                .sql("select reference from notifications.delivery where key = 'full/email'")
                .query(UUID.class)
                .single();

        house.bounces.take(new DeliveryReport(reference, DeliveryReport.Action.DELAYED, "4.4.1", null));
        assertThat(state(notices, "email").orElseThrow())
                .extracting(NoticeState::state, NoticeState::error)
                .containsExactly("sent", "delayed: 4.4.1");
        house.bounces.take(new DeliveryReport(reference, DeliveryReport.Action.FAILED, "5.2.2", "mailbox full"));
        assertThat(state(notices, "email").orElseThrow())
                .extracting(NoticeState::state, NoticeState::error)
                .containsExactly("failed", "came back: 5.2.2 mailbox full");
        assertThat(house.contacts.of(PERSON).orElseThrow().emailRefusedAt()).isNull();
    }

    /** The server that a list of spammers names us on refuses everybody's mail: none of these addresses is wrong. */
    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 No such user here, true",
        "550 No such user here, true",
        "553 5.1.3 Bad address syntax, true",
        "550 5.7.1 Blocked by a list, false",
        "550 5.1.8 Sender's domain not found, false",
        "552 5.2.2 Mailbox full, false",
        "554 Transaction failed, false"
    })
    void whatAMailServerRefusesEndsTheMessageAndOnlyAWrongAddressEndsThat(String reply, boolean wrong)
            throws Exception {
        house.signIn(PERSON, PHONE, "ana@example.bz", "en");
        try (Refusing server = new Refusing(reply)) {
            Notices notices = house.process(
                    List.of(Duration.ofMillis(200)),
                    new MailChannel(server.settings(), "no-reply@services.example.bz", null, house.clock));
            notices.send(NotificationsHouse.notice("refused", about));
            await(() -> state(notices, "email")
                    .filter(s -> s.state().equals("failed"))
                    .isPresent());
            assertThat(state(notices, "email").orElseThrow().error()).isEqualTo(reply);
            house.stopProcesses();
        }
        assertThat(house.contacts.of(PERSON).orElseThrow().emailRefusedAt() != null)
                .isEqualTo(wrong);
    }

    @Test
    void aReportAboutTheSenderSaysNothingAboutTheAddress() {
        assertThat(List.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"))
                .allMatch(status -> new DeliveryReport(UUID.randomUUID(), DeliveryReport.Action.FAILED, status, null)
                        .addressIsWrong());
        assertThat(List.of("5.1.7", "5.1.8", "5.7.1", "4.1.1"))
                .noneMatch(status -> new DeliveryReport(UUID.randomUUID(), DeliveryReport.Action.FAILED, status, null)
                        .addressIsWrong());
    }

    /** As much of RFC 5321 as refusing a recipient takes, always with the same reply. */
    private static final class Refusing implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Refusing(String reply) throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        converse(socket, reply);
                    } catch (IOException e) {
                        // Somebody has gone.
                    }
                }
            });
        }

        private static void converse(Socket socket, String reply) throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String said = "220 mail.example.bz";
            while (said != null) {
                socket.getOutputStream().write((said + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String command = in.readLine();
                said = command == null || command.startsWith("QUIT")
                        ? null
                        : command.startsWith("RCPT") ? reply : "250 mail.example.bz";
            }
        }

        Smtp settings() {
            return new Smtp("127.0.0.1", server.getLocalPort(), null, null, Tls.NONE, Duration.ofSeconds(10));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** RFC 3464, appendix E, with our message's number in place of the example's; only the returned headers name it. */
    @Test
    void aReportIsFoundByWhatItReturnsWhenItsEnvelopeSaysNothing() throws Exception {
        UUID reference = UUID.randomUUID();
        String text = """
                From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
                Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
                To: <owner-info-mime@cs.utk.edu>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status;
                      boundary="RAA14128.773615765/CS.UTK.EDU"
                Subject: Returned mail: Cannot send message for 5 days

                --RAA14128.773615765/CS.UTK.EDU

                The original message was received at Sat, 2 Jul 1994 17:10:28 -0400

                --RAA14128.773615765/CS.UTK.EDU
                content-type: message/delivery-status

                Reporting-MTA: dns; cs.utk.edu

                Original-Recipient: rfc822;louisl@larry.slip.umd.edu
                Final-Recipient: rfc822;louisl@larry.slip.umd.edu
                Action: failed
                Status: 4.0.0
                Diagnostic-Code: smtp; 426 connection timed out
                Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

                --RAA14128.773615765/CS.UTK.EDU
                content-type: message/rfc822

                Message-ID: <%s@services.example.bz>
                Subject: a notice

                its text
                --RAA14128.773615765/CS.UTK.EDU--
                """.formatted(reference);

        assertThat(DeliveryReport.of(message(text)))
                .contains(new DeliveryReport(
                        reference, DeliveryReport.Action.FAILED, "4.0.0", "426 connection timed out"));
        assertThat(DeliveryReport.of(message(text)).orElseThrow().addressIsWrong())
                .isFalse();
        assertThat(DeliveryReport.of(
                        message("To: bounces@services.example.bz\nSubject: On leave\n\nBack on Monday.\n")))
                .isEmpty();
    }

    private static MimeMessage message(String text) throws Exception {
        return new MimeMessage(
                null, new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }
}

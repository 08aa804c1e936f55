package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.platform.xroad.HashTree.Leaf;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Certificates that their authority revokes: of members who sign, and of nodes that connect. */
@CeibaTest
class RevocationTest {
    private static final MemberKeys.Key KEY =
            TestMembers.keys("police", TestMembers.POLICE).of("police").orElseThrow();

    @Autowired
    Answering answering;

    @Autowired
    MessageLog log;

    @Autowired
    Peers peers;

    @Autowired
    Spool spool;

    @Autowired
    XroadSettings settings;

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Instant.now());
    private TestResponder responder;

    @BeforeEach
    void start() throws Exception {
        responder = new TestResponder(TestMembers.SHARED.statements(), clock);
    }

    @AfterEach
    void stop() {
        responder.close();
    }

    private Standing standing(Clock now) {
        return new Standing(
                new OcspSettings(responder.address(), Duration.ofMinutes(30), Duration.ofHours(12)),
                Trust.in(List.of(TestMembers.SHARED.authority())),
                now);
    }

    @Test
    void aStatementIsFetchedOnceInAWhileAndCountsWhileTheResponderIsAwayUntilItIsTooOld() {
        Standing standing = standing(clock);
        assertThat(standing.statement(KEY.certificate())).isEqualTo(standing.statement(KEY.certificate()));
        assertThat(responder.asked()).isEqualTo(1);
        clock.forward(Duration.ofMinutes(31));
        byte[] second = standing.statement(KEY.certificate());
        assertThat(responder.asked()).isEqualTo(2);
        responder.away(true);
        clock.forward(Duration.ofHours(11));
        assertThat(standing.statement(KEY.certificate())).isEqualTo(second);
        assertThat(standing.statement(KEY.certificate())).isEqualTo(second);
        assertThat(responder.asked()).as("not with each message").isEqualTo(3);
        clock.forward(Duration.ofHours(2));
        assertThatThrownBy(() -> standing.statement(KEY.certificate()))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("has not said lately");
        responder.away(false);
        clock.forward(Duration.ofMinutes(1));
        assertThatCode(() -> standing.statement(KEY.certificate())).doesNotThrowAnyException();
        responder.revoke(KEY.certificate());
        clock.forward(Duration.ofHours(13));
        assertThatThrownBy(() -> standing.statement(KEY.certificate())).isInstanceOf(XroadError.class);
    }

    private static RestMessage head() {
        return RestMessage.request(
                "GET",
                "/r1/BZ/GOV/egov/identity/listMethods",
                List.of(
                        new Header("x-road-client", "BZ/GOV/police"),
                        new Header("x-road-id", UUID.randomUUID().toString())),
                UUID.randomUUID().toString());
    }

    private LoggedMessage signed(RestMessage head, byte @Nullable [] statement) {
        HashTree tree = new HashTree(List.of(List.of(new Leaf(Parts.MESSAGE, Digests.sha512(head.bytes())))));
        byte[] result = tree.result(Parts.SIGNED_CHAIN);
        return new LoggedMessage(
                head,
                null,
                new Signed(CanonicalSignature.sign(KEY, result, statement, clock.instant()), result, tree.chain(0)));
    }

    @Test
    void aSignatureIsBelievedOnlyWithItsAuthoritysWordThatTheCertificateStands() throws Exception {
        ReceivedSignatures signatures =
                new ReceivedSignatures(Trust.in(List.of(TestMembers.SHARED.authority())), standing(clock), clock);
        byte[] good = responder.about(KEY.certificate());
        assertThatCode(() -> signatures.require(signed(head(), good))).doesNotThrowAnyException();
        assertRefused(signatures, null, "nothing that came with it");
        assertRefused(signatures, responder.about(TestMembers.HEALTH.certificate()), "nothing that came with it");
        try (TestResponder member = new TestResponder(TestMembers.HEALTH, clock)) {
            assertRefused(signatures, member.about(KEY.certificate()), "not of its authority");
        }
        responder.revoke(KEY.certificate());
        assertRefused(signatures, responder.about(KEY.certificate()), "was revoked");
        clock.forward(Duration.ofHours(13));
        assertRefused(signatures, good, "too long ago");
    }

    private void assertRefused(ReceivedSignatures signatures, byte @Nullable [] statement, String why) {
        assertThatThrownBy(() -> signatures.require(signed(head(), statement)))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining(why);
    }

    @Test
    void theStatementLiesInTheContainerWhereXadesHasIt() throws Exception {
        LoggedMessage message = signed(head(), responder.about(KEY.certificate()));
        Signed signed = Objects.requireNonNull(message.signed());
        Path file = directory.resolve("message.asice");
        try (OutputStream out = Files.newOutputStream(file)) {
            ContainerWriter.write(out, clock.instant(), message.head().bytes(), null, signed, null);
        }
        Trust trust = Trust.in(List.of(TestMembers.SHARED.authority()));
        ContainerReport report = ContainerVerification.verify(file, trust);
        assertThat(report.findings()).isEmpty();
        assertThat(report.notes()).noneMatch(note -> note.contains("revoked"));
        Signer fast =
                CanonicalSignature.verify(signed.signature(), signed.result()).orElseThrow();
        assertThat(fast.statements()).hasSize(1);

        responder.revoke(KEY.certificate());
        LoggedMessage revoked = signed(head(), responder.about(KEY.certificate()));
        try (OutputStream out = Files.newOutputStream(file)) {
            ContainerWriter.write(
                    out, clock.instant(), revoked.head().bytes(), null, Objects.requireNonNull(revoked.signed()), null);
        }
        assertThat(ContainerVerification.verify(file, trust).findings()).anyMatch(one -> one.contains("revoked"));

        TestMembers other = new TestMembers();
        try (TestResponder beside = new TestResponder(other.statements(), clock)) {
            LoggedMessage vouched = signed(head(), beside.about(KEY.certificate()));
            try (OutputStream out = Files.newOutputStream(file)) {
                ContainerWriter.write(
                        out,
                        clock.instant(),
                        vouched.head().bytes(),
                        null,
                        Objects.requireNonNull(vouched.signed()),
                        null);
            }
            Trust both = Trust.in(List.of(TestMembers.SHARED.authority(), other.authority()));
            assertThat(ContainerVerification.verify(file, both).findings())
                    .as("one authority says nothing of what another one certified")
                    .anyMatch(one -> one.contains("not of its authority"));
        }
    }

    @Test
    void aNodeSendsTheWordOfItsAuthorityAndOneThatSendsNoneIsRefused() throws Exception {
        Clock now = Clock.systemUTC();
        Standing standing = standing(now);
        Trust trust = Trust.in(List.of(TestMembers.SHARED.authority()));
        ReceivedSignatures signatures = new ReceivedSignatures(trust, standing, now);
        try (BatchSigning signing = new BatchSigning(standing, now)) {
            MemberKeys keys = MemberKeys.of(
                    TestMembers.store(Map.of("police", TestMembers.POLICE, "egov", TestMembers.EGOV)),
                    TestMembers.PASSWORD.toCharArray());
            Node node = new Node(answering, keys, signing, log);
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.resolve("tomcat").toString());
            tomcat.setPort(0);
            Context context = tomcat.addContext("", null);
            Tomcat.addServlet(
                    context,
                    "transport",
                    new TransportServlet(peers, new Admission(8), signatures, standing, node, spool));
            context.addServletMappingDecoded(TransportServlet.PATH, "transport");
            tomcat.start();
            try (TlsProxy proxy =
                    TlsProxy.of("http://localhost:" + tomcat.getConnector().getLocalPort())) {
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(TlsProxy.tls(TestMembers.SHARED, TestMembers.SECURITY_SERVER))
                        .build();
                Connection connection = new Connection(client, TestMembers.SECURITY_SERVER.certificate());
                RemoteNode remote =
                        new RemoteNode(proxy.address(), connection, settings, signatures, standing, node, spool, now);
                try (LoggedMessage answer = remote.ask(head(), null)) {
                    assertThat(answer.head().first()).isEqualTo("200");
                }
                RemoteNode silent = new RemoteNode(
                        proxy.address(),
                        new Connection(client, null),
                        settings,
                        signatures,
                        standing,
                        node,
                        spool,
                        now);
                assertThatThrownBy(() -> silent.ask(head(), null))
                        .isInstanceOf(XroadError.class)
                        .hasMessageContaining("IncorrectValidationInfo");
                client.close();
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }
}

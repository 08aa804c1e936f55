package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.util.DeliveryReceiptState;
import org.jsmpp.util.MessageId;
import org.jsmpp.util.RandomMessageIDGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demonstration's SMS centre: a real SMPP 3.4 server on a loopback port, which puts messages of several parts
 * together as a phone does, puts them into the outbox, and reports their arrival.
 */
final class DemoSmsCentre implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoSmsCentre.class);
    private static final String SYSTEM_ID = "ceiba-demo";

    /** A number at which nothing arrives, to see what happens then. */
    static final String UNREACHABLE = "+5016000003";

    private static final int BIND_MILLIS = 5_000;
    private static final int MOST_UNFINISHED = 1_000;

    private final DemoOutbox outbox;
    private final Clock clock;
    private final ServerSocket socket;
    private final SMPPServerSessionListener listener;
    private final Thread accepting;
    private final Set<SMPPServerSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<Integer, String>> unfinished = new ConcurrentHashMap<>();
    private final ExecutorService reports = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("demo-sms-reports").factory());
    private final RandomMessageIDGenerator ids = new RandomMessageIDGenerator();
    private volatile boolean open = true;

    /**
     * @param port to listen on, or 0 for any that is free
     */
    DemoSmsCentre(int port, DemoOutbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
        try {
            socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            listener = new SMPPServerSessionListener(port, new OneSocket(new ServerSocketConnection(socket)));
            listener.setPduProcessorDegree(2);
        } catch (IOException e) {
            throw new UncheckedIOException("the demonstration's SMS centre can't listen", e);
        }
        accepting = Thread.ofVirtual().name("demo-sms-centre").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    Smpp settings() {
        return new Smpp("127.0.0.1", port(), SYSTEM_ID, "", "BelizeGov", Duration.ofSeconds(10));
    }

    private void accept() {
        while (open) {
            try {
                SMPPServerSession session = listener.accept();
                session.setMessageReceiverListener(new Receiver());
                sessions.add(session);
                Thread.ofVirtual().name("demo-sms-bind").start(() -> bind(session));
            } catch (SocketTimeoutException e) {
                LOG.trace("nobody has connected", e);
            } catch (IOException e) {
                if (open) {
                    LOG.warn("the demonstration's SMS centre has trouble: {}", e.getMessage());
                }
            }
        }
    }

    private void bind(SMPPServerSession session) {
        try {
            session.waitForBind(BIND_MILLIS).accept(SYSTEM_ID);
        } catch (IOException | TimeoutException | PDUStringException | IllegalStateException e) {
            LOG.debug("somebody connected to the demonstration's SMS centre and did not bind", e);
            session.close();
            sessions.remove(session);
        }
    }

    private void receive(SubmitSm message, String id) {
        boolean unicode = (message.getDataCoding() & 0x0c) == Alphabet.ALPHA_UCS2.value();
        byte[] octets = message.getShortMessage();
        if (!message.isUdhi()) {
            add(message, id, SmsText.decode(unicode, octets), 1);
            return;
        }
        int header = octets[0] + 1;
        int reference = octets[3] & 0xff;
        int total = octets[4];
        int number = octets[5];
        String text = SmsText.decode(unicode, Arrays.copyOfRange(octets, header, octets.length));
        String key = message.getDestAddress() + "/" + reference + "/" + total;
        if (unfinished.size() > MOST_UNFINISHED) {
            unfinished.clear();
        }
        Map<Integer, String> parts = unfinished.compute(key, (k, before) -> {
            Map<Integer, String> all = before == null ? new TreeMap<>() : new TreeMap<>(before);
            all.put(number, text);
            return all;
        });
        if (parts.size() == total && unfinished.remove(key, parts)) {
            add(message, id, String.join("", parts.values()), total);
        }
    }

    private void add(SubmitSm message, String id, String text, int parts) {
        OptionalParameter.User_message_reference reference =
                message.getOptionalParameter(OptionalParameter.User_message_reference.class);
        outbox.add(new DemoOutbox.Received(
                SmsChannel.NAME,
                reference == null ? id : String.valueOf(reference.getValue()),
                "+" + message.getDestAddress(),
                message.getSourceAddr(),
                Optional.empty(),
                text,
                parts,
                clock.instant()));
    }

    private void report(SMPPServerSession session, SubmitSm message, String id) {
        Date now = Date.from(clock.instant());
        boolean arrived = !UNREACHABLE.equals("+" + message.getDestAddress());
        DeliveryReceipt receipt = new DeliveryReceipt(
                id,
                1,
                arrived ? 1 : 0,
                now,
                now,
                arrived ? DeliveryReceiptState.DELIVRD : DeliveryReceiptState.UNDELIV,
                arrived ? "000" : "001",
                "");
        try {
            session.deliverShortMessage(
                    "",
                    TypeOfNumber.INTERNATIONAL,
                    NumberingPlanIndicator.ISDN,
                    message.getDestAddress(),
                    TypeOfNumber.ALPHANUMERIC,
                    NumberingPlanIndicator.UNKNOWN,
                    message.getSourceAddr(),
                    new ESMClass(MessageMode.DEFAULT, MessageType.SMSC_DEL_RECEIPT, GSMSpecificFeature.DEFAULT),
                    (byte) 0,
                    (byte) 0,
                    new RegisteredDelivery(0),
                    new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                    receipt.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (PDUException
                | ResponseTimeoutException
                | InvalidResponseException
                | NegativeResponseException
                | IOException e) {
            LOG.info("the demonstration's SMS centre could not report an arrival: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            listener.close();
        } catch (IOException e) {
            LOG.warn("the demonstration's SMS centre did not close: {}", e.getMessage());
        }
        sessions.forEach(SMPPServerSession::close);
        reports.shutdownNow();
        accepting.interrupt();
    }

    /** Listens on the loopback address only, which the library's own factory can't. */
    private record OneSocket(ServerSocketConnection connection) implements ServerConnectionFactory {
        @Override
        public ServerConnection listen(int port) {
            return connection;
        }

        @Override
        public ServerConnection listen(int port, int timeout) throws IOException {
            connection.setSoTimeout(timeout);
            return connection;
        }

        @Override
        public ServerConnection listen(int port, int timeout, int backlog) throws IOException {
            return listen(port, timeout);
        }
    }

    /** Takes messages; everything else that SMPP knows is refused. */
    private final class Receiver implements ServerMessageReceiverListener {
        @Override
        public SubmitSmResult onAcceptSubmitSm(SubmitSm message, SMPPServerSession source) {
            MessageId id = ids.newMessageId();
            receive(message, id.getValue());
            if (SMSCDeliveryReceipt.SUCCESS_FAILURE.containedIn(message.getRegisteredDelivery())) {
                reports.execute(() -> report(source, message, id.getValue()));
            }
            return new SubmitSmResult(id, new OptionalParameter[0]);
        }

        private ProcessRequestException refused() {
            return new ProcessRequestException("not supported", SMPPConstant.STAT_ESME_RINVCMDID);
        }

        @Override
        public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti message, SMPPServerSession source)
                throws ProcessRequestException {
            throw refused();
        }

        @Override
        public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession source) throws ProcessRequestException {
            throw refused();
        }

        @Override
        public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession source) throws ProcessRequestException {
            throw refused();
        }

        @Override
        public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession source) throws ProcessRequestException {
            throw refused();
        }

        @Override
        public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession source)
                throws ProcessRequestException {
            throw refused();
        }

        @Override
        public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession source)
                throws ProcessRequestException {
            throw refused();
        }

        @Override
        public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm query, SMPPServerSession source)
                throws ProcessRequestException {
            throw refused();
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            throw refused();
        }
    }
}

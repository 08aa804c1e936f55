package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * SMS by SMPP 3.4 over one transceiver session, which is bound when it is first needed and again after it broke.
 * Receipts for what was sent may reach any process that is bound.
 */
final class SmsChannel implements Channel {
    static final String NAME = "sms";
    private static final Logger LOG = LoggerFactory.getLogger(SmsChannel.class);
    private static final long CONNECT_MILLIS = 5_000;
    private static final int ENQUIRE_LINK_MILLIS = 30_000;
    private static final Duration AFTER_FAILED_BIND = Duration.ofSeconds(1);

    private final Smpp smpp;
    private final long answerMillis;
    private final Deliveries deliveries;
    private final Clock clock;
    private final ReentrantLock binding = new ReentrantLock();
    private @Nullable SMPPSession session;
    private Instant bindAgainAt = Instant.EPOCH;

    SmsChannel(Smpp smpp, Deliveries deliveries, Clock clock) {
        this.smpp = smpp;
        this.answerMillis = smpp.answerWithin().toMillis();
        this.deliveries = deliveries;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String send(Delivery delivery) throws Undelivered {
        // From the row's number: two processes must not give parts for the same phone the same reference.
        SmsText text = SmsText.of(delivery.body(), (int) (delivery.id() & 0xff));
        SMPPSession bound = bound();
        String id = null;
        try {
            for (int i = 0; i < text.parts().size(); i++) {
                boolean last = i == text.parts().size() - 1;
                id = submit(bound, delivery, text, text.parts().get(i), last);
            }
            return id;
        } catch (NegativeResponseException e) {
            int status = e.getCommandStatus();
            boolean forGood = status == SMPPConstant.STAT_ESME_RINVDSTADR
                    || status == SMPPConstant.STAT_ESME_RINVMSGLEN
                    || status == SMPPConstant.STAT_ESME_RINVNUMDESTS;
            throw new Undelivered("the SMS centre refused it with status 0x" + Integer.toHexString(status), forGood, e);
        } catch (PDUException e) {
            throw new Undelivered("it can't be written as SMPP: " + e.getMessage(), true, e);
        } catch (ResponseTimeoutException | InvalidResponseException | IOException e) {
            bound.close();
            throw new Undelivered("the SMS centre does not answer: " + e.getMessage(), false, e);
        }
    }

    private String submit(SMPPSession bound, Delivery delivery, SmsText text, byte[] part, boolean last)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        boolean letters = smpp.source().chars().anyMatch(Character::isLetter);
        boolean international = smpp.source().startsWith("+");
        return bound.submitShortMessage(
                        "",
                        letters
                                ? TypeOfNumber.ALPHANUMERIC
                                : international ? TypeOfNumber.INTERNATIONAL : TypeOfNumber.NETWORK_SPECIFIC,
                        letters ? NumberingPlanIndicator.UNKNOWN : NumberingPlanIndicator.ISDN,
                        smpp.source().replace("+", ""),
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        delivery.address().replace("+", ""),
                        new ESMClass(
                                MessageMode.DEFAULT,
                                MessageType.DEFAULT,
                                text.parts().size() > 1 ? GSMSpecificFeature.UDHI : GSMSpecificFeature.DEFAULT),
                        (byte) 0,
                        (byte) 1,
                        null,
                        null,
                        new RegisteredDelivery(
                                last ? SMSCDeliveryReceipt.SUCCESS_FAILURE : SMSCDeliveryReceipt.DEFAULT),
                        (byte) 0,
                        new GeneralDataCoding(text.unicode() ? Alphabet.ALPHA_UCS2 : Alphabet.ALPHA_DEFAULT),
                        (byte) 0,
                        part,
                        new OptionalParameter.User_message_reference(reference(delivery.reference())))
                .getMessageId();
    }

    /** The same for every try of the same message (SMPP 3.4, 5.3.2.17), so that a centre can drop a duplicate. */
    static short reference(UUID reference) {
        return (short) reference.getLeastSignificantBits();
    }

    /** The session, bound; while the centre is away only one message a second waits for it, the others fail at once. */
    private SMPPSession bound() throws Undelivered {
        binding.lock();
        try {
            SMPPSession current = session;
            if (current != null && current.getSessionState().isTransmittable()) {
                return current;
            }
            if (clock.instant().isBefore(bindAgainAt)) {
                throw new Undelivered("the SMS centre can't be reached", false, null);
            }
            return bind();
        } finally {
            binding.unlock();
        }
    }

    /** The library's own connections wait for as long as the kernel does, which is minutes. */
    private Connection connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(Math.min(CONNECT_MILLIS, answerMillis)));
            return new SocketConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SMPPSession bind() throws Undelivered {
        SMPPSession fresh = new SMPPSession(this::connect);
        fresh.setTransactionTimer(answerMillis);
        fresh.setEnquireLinkTimer(ENQUIRE_LINK_MILLIS);
        fresh.setMessageReceiverListener(new Receipts());
        try {
            fresh.connectAndBind(
                    smpp.host(),
                    smpp.port(),
                    new BindParameter(
                            BindType.BIND_TRX,
                            smpp.systemId(),
                            smpp.password(),
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            ""),
                    answerMillis);
            session = fresh;
            LOG.info("bound to the SMS centre {}:{}", smpp.host(), smpp.port());
            return fresh;
        } catch (IOException e) {
            fresh.close();
            bindAgainAt = clock.instant().plus(AFTER_FAILED_BIND);
            LOG.warn("the SMS centre {}:{} can't be reached: {}", smpp.host(), smpp.port(), e.getMessage());
            throw new Undelivered("the SMS centre can't be reached: " + e.getMessage(), false, e);
        }
    }

    @Override
    public void close() {
        binding.lock();
        try {
            SMPPSession current = session;
            session = null;
            if (current != null) {
                current.unbindAndClose();
            }
        } finally {
            binding.unlock();
        }
    }

    /** What the centre reports about messages it took (SMPP 3.4, appendix B). */
    private final class Receipts implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm message) throws ProcessRequestException {
            if (!message.isSmscDeliveryReceipt()) {
                LOG.info("an SMS from a phone was dropped: nobody reads answers");
                return;
            }
            Optional<SmsReceipt> found = SmsReceipt.of(message);
            if (found.isEmpty()) {
                LOG.warn("the SMS centre sent a receipt that can't be read");
                return;
            }
            SmsReceipt receipt = found.get();
            try {
                switch (receipt.state()) {
                    case DELIVRD -> deliveries.receipt(receipt.id(), true, receipt.words());
                    case EXPIRED, DELETED, UNDELIV, REJECTD, UNKNOWN ->
                        deliveries.receipt(receipt.id(), false, receipt.words());
                    case ENROUTE, ACCEPTD -> {}
                }
            } catch (DataAccessException e) {
                throw new ProcessRequestException("try later", SMPPConstant.STAT_ESME_RX_T_APPN, e);
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            // A phone is on again: the centre sends what it holds by itself.
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) throws ProcessRequestException {
            throw new ProcessRequestException("not supported", SMPPConstant.STAT_ESME_RINVCMDID);
        }
    }
}

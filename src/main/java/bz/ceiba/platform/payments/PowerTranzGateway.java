package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.PowerTranzTransactions.Transaction;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cards by PowerTranz, with its hosted page and simplified integration (SPI-HPP). The payer types his card there; the money
 * is taken when we complete the transaction with its token, so it is we who see to it that this happens once.
 */
final class PowerTranzGateway implements Gateway {
    /** ISO 4217, numeric. */
    private static final String BELIZE_DOLLAR = "084";

    private static final String APPROVED = "00";
    private static final String SPI_READY = "SP4";
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Card networks take their time; the processor answers within half a minute or not at all. */
    private static final Duration ANSWER = Duration.ofSeconds(40);

    /** After which nobody can complete a transaction any more. */
    private static final Duration OPEN_FOR = Duration.ofHours(1);

    private static final int NOT_FOUND = 404;

    private final PowerTranzSettings settings;
    private final PowerTranzTransactions transactions;
    private final String baseUrl;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    PowerTranzGateway(
            PowerTranzSettings settings,
            PowerTranzTransactions transactions,
            String baseUrl,
            JsonMapper json,
            Clock clock) {
        this.settings = settings;
        this.transactions = transactions;
        this.baseUrl = baseUrl;
        this.json = json;
        this.clock = clock;
    }

    /** Scheme, host and port of the processor's pages. */
    String origin() {
        URI uri = URI.create(settings.url());
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    /** A page of ours, which begins a transaction each time it is visited: their tokens live for five minutes only. */
    @Override
    public Checkout open(Order order) {
        return new Checkout("ptz_" + order.payment(), baseUrl + "/payments/power-tranz/" + order.payment());
    }

    /**
     * Begins a transaction (SPI sale) and answers the HTML that leads the payer's browser to the hosted page.
     *
     * @throws GatewayUnavailable when it does not answer or refuses
     */
    String begin(Payment payment) throws GatewayUnavailable {
        UUID id = transactions.add(payment.id());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("TransactionIdentifier", id.toString());
        body.put("TotalAmount", decimal(payment.amount()));
        body.put("CurrencyCode", BELIZE_DOLLAR);
        // The hosted page sees to 3-D Secure itself.
        body.put("ThreeDSecure", false);
        body.put("OrderIdentifier", payment.id().toString());
        body.put("AddressMatch", false);
        body.put(
                "ExtendedData",
                Map.of(
                        "HostedPage",
                        Map.of("PageSet", settings.pageSet(), "PageName", settings.pageName()),
                        "MerchantResponseUrl",
                        baseUrl + "/payments/power-tranz/webhook"));
        JsonNode answer = read(send(authenticated("/spi/sale").POST(BodyPublishers.ofByteArray(bytes(body)))));
        String token = answer.path("SpiToken").asString("");
        String page = answer.path("RedirectData").asString("");
        if (!SPI_READY.equals(code(answer)) || token.isEmpty() || page.isEmpty()) {
            throw refused(answer);
        }
        transactions.opened(id, token);
        return page;
    }

    /**
     * Asks for the money of a transaction whose payer has typed his card (SPI payment). The caller has claimed the right to.
     *
     * @throws GatewayUnavailable when we don't hear what came of it; {@link #ask} finds out
     */
    Standing complete(Transaction transaction, String spiToken) throws GatewayUnavailable {
        // By its documentation this request carries no credentials, and the token in quotes is all of its body.
        JsonNode answer = read(send(request("/spi/payment").POST(BodyPublishers.ofByteArray(bytes(spiToken)))));
        return ended(transaction, answer);
    }

    private Standing ended(Transaction transaction, JsonNode answer) {
        boolean approved = isApproved(answer);
        transactions.ended(transaction.id(), approved);
        return approved ? captured(transaction, answer) : standing(Progress.FAILED);
    }

    /** When it is looked up, the currency stands in the summary of its order. */
    private static Standing captured(Transaction transaction, JsonNode answer) {
        BigDecimal amount = new BigDecimal(answer.path("TotalAmount").asString("0"));
        String currency = answer.path("CurrencyCode")
                .asString(answer.path("OrderSummary").path("CurrencyCode").asString("?"));
        return new Standing(
                Progress.CAPTURED,
                "ptz_" + transaction.id(),
                Money.ofCents(amount.movePointRight(2).longValueExact()),
                BELIZE_DOLLAR.equals(currency) ? Money.CURRENCY : currency);
    }

    private static Standing standing(Progress progress) {
        return new Standing(progress, null, Money.ZERO, Money.CURRENCY);
    }

    /** What is looked up has the code only; the answer to a request says so in a field of its own besides. */
    private static boolean isApproved(JsonNode answer) {
        return answer.path("Approved").asBoolean(true) && APPROVED.equals(code(answer));
    }

    private static String code(JsonNode answer) {
        return answer.path("IsoResponseCode").asString("");
    }

    /** Money can have been taken only by a transaction that we began to complete: we ask for that one. */
    @Override
    public Standing ask(UUID payment) throws GatewayUnavailable {
        List<Transaction> all = transactions.of(payment);
        Optional<Transaction> begun = all.stream()
                .filter(t -> t.state().equals("COMPLETING") || t.state().equals("APPROVED"))
                .findFirst();
        if (begun.isEmpty()) {
            boolean old =
                    all.stream().allMatch(t -> t.at().isBefore(clock.instant().minus(OPEN_FOR)));
            return standing(all.isEmpty() ? Progress.PENDING : old ? Progress.ABANDONED : Progress.PENDING);
        }
        Transaction transaction = begun.get();
        HttpResponse<String> response =
                send(authenticated("/transactions/" + transaction.id()).GET());
        if (response.statusCode() == NOT_FOUND) {
            // It may still be on its way; the token is of no use after an hour.
            if (transaction.at().isAfter(clock.instant().minus(OPEN_FOR))) {
                return standing(Progress.PENDING);
            }
            transactions.ended(transaction.id(), false);
            return standing(Progress.FAILED);
        }
        JsonNode answer = read(response);
        if (!answer.path("TransactionIdentifier")
                        .asString("")
                        .equalsIgnoreCase(transaction.id().toString())
                || code(answer).isEmpty()) {
            throw notUnderstood();
        }
        boolean waits = SPI_READY.equals(code(answer)) || code(answer).equals("HP0");
        return waits ? standing(Progress.PENDING) : ended(transaction, answer);
    }

    /** Refunds bear our identifier as {@code ExternalIdentifier}; before one is sent we look whether it was made. */
    @Override
    public void refund(UUID payment, UUID refund, Money amount) throws GatewayUnavailable {
        Transaction transaction = transactions.of(payment).stream()
                .filter(t -> t.state().equals("APPROVED"))
                .findFirst()
                .orElseThrow(() -> new GatewayUnavailable("payment " + payment + " took nothing there", null));
        if (isRefunded(refund)) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Refund", true);
        body.put("TransactionIdentifier", transaction.id().toString());
        body.put("TotalAmount", decimal(amount));
        body.put("CurrencyCode", BELIZE_DOLLAR);
        body.put("ExternalIdentifier", refund.toString());
        JsonNode answer = read(send(authenticated("/refund").POST(BodyPublishers.ofByteArray(bytes(body)))));
        if (!isApproved(answer)) {
            throw refused(answer);
        }
    }

    /**
     * The search answers orders, each with its transactions, or nothing in a list. Whatever else it answers says nothing about
     * the refund: it is not sent then, because it may have been before.
     */
    private boolean isRefunded(UUID refund) throws GatewayUnavailable {
        JsonNode orders = read(send(authenticated("/transactions/search?externalIdentifier=" + refund)
                .GET()));
        if (!orders.isArray()) {
            throw notUnderstood();
        }
        boolean known = false;
        for (JsonNode order : orders) {
            for (JsonNode found : order.path("Transactions")) {
                if (found.path("ExternalIdentifier").asString("").equalsIgnoreCase(refund.toString())) {
                    if (code(found).isEmpty()) {
                        throw notUnderstood();
                    }
                    if (isApproved(found)) {
                        return true;
                    }
                    known = true;
                }
            }
        }
        if (!orders.isEmpty() && !known) {
            throw notUnderstood();
        }
        return false;
    }

    private static GatewayUnavailable notUnderstood() {
        return new GatewayUnavailable("PowerTranz answers what its documentation does not have", null);
    }

    private static BigDecimal decimal(Money amount) {
        return BigDecimal.valueOf(amount.cents(), 2);
    }

    private byte[] bytes(Object body) {
        return json.writeValueAsBytes(body);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json; charset=utf-8");
    }

    private HttpRequest.Builder authenticated(String path) {
        HttpRequest.Builder request = request(path)
                .header("PowerTranz-PowerTranzId", settings.id())
                .header("PowerTranz-PowerTranzPassword", settings.password());
        String key = settings.gatewayKey();
        return key == null ? request : request.header("PowerTranz-GatewayKey", key);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws GatewayUnavailable {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new GatewayUnavailable("PowerTranz does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayUnavailable("interrupted", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) throws GatewayUnavailable {
        if (response.statusCode() / 100 != 2) {
            throw new GatewayUnavailable("PowerTranz answers HTTP " + response.statusCode(), null);
        }
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            throw new GatewayUnavailable("PowerTranz's answer can't be read", e);
        }
    }

    private static GatewayUnavailable refused(JsonNode answer) {
        return new GatewayUnavailable(
                "PowerTranz refuses: " + code(answer) + " "
                        + answer.path("ResponseMessage").asString(""),
                null);
    }
}

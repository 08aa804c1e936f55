package bz.ceiba.systems.border.carrier;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes a carrier's file: what can be read goes into the lists, the rest into quarantine, in one transaction. */
@Component
class TakeList {
    private final PassengerLists lists;
    private final CarrierSettings settings;
    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;

    TakeList(
            PassengerLists lists,
            CarrierSettings settings,
            JdbcClient db,
            JdbcTemplate batches,
            TransactionTemplate transaction,
            Audit audit,
            Clock clock) {
        this.lists = lists;
        this.settings = settings;
        this.db = db;
        this.batches = batches;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Takes one.
     *
     * @param csv whether it is CSV and not EDIFACT
     * @throws Problem TOO_LARGE when it is larger than the settings say, INVALID when it is empty
     */
    Receipt take(Carrier carrier, byte[] content, boolean csv) {
        if (content.length > settings.largest().toBytes()) {
            throw new Problem(
                    Problem.Kind.TOO_LARGE,
                    "border.problem.carrier-file-large",
                    Map.of("most", String.valueOf(settings.largest().toMegabytes())));
        }
        if (content.length == 0) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.carrier-file-empty");
        }
        FileRead read = csv ? CsvReader.read(content) : EdifactReader.read(content);
        List<Fault> faults = new ArrayList<>(read.faults());
        List<CarrierMessage> own = new ArrayList<>();
        for (CarrierMessage message : read.messages()) {
            if (!carrier.sails(message.voyage())) {
                faults.add(Fault.lost(1, "not-yours", message.voyage()));
            } else if (message.stamp().at().isAfter(clock.instant().plusSeconds(3_600))) {
                // It would outrank everything that is said truly until then.
                faults.add(Fault.lost(1, "future", message.voyage()));
            } else {
                own.add(message);
            }
        }
        String digest = HexFormat.of().formatHex(Sha256.of(content));
        return java.util.Objects.requireNonNull(
                transaction.execute(status -> store(carrier, content.length, digest, read, own, faults)));
    }

    private Receipt store(
            Carrier carrier, int bytes, String digest, FileRead read, List<CarrierMessage> own, List<Fault> faults) {
        int travellers =
                own.stream().mapToInt(message -> message.statements().size()).sum();
        Optional<Long> file = db.sql("""
                        insert into border.carrier_file (carrier, digest, reference, bytes, received_at, messages, statements)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (carrier, digest) do nothing returning id
                        """)
                .params(
                        carrier.code(),
                        digest,
                        read.reference(),
                        bytes,
                        Timestamp.from(clock.instant()),
                        own.size(),
                        travellers)
                .query(Long.class)
                .optional();
        if (file.isEmpty()) {
            db.sql("update border.carrier_file set times = times + 1 where carrier = ? and digest = ?")
                    .params(carrier.code(), digest)
                    .update();
            return new Receipt(read.reference(), true, own.size(), travellers, faults);
        }
        own.forEach(message -> lists.take(carrier, message));
        batches.batchUpdate(
                "insert into border.quarantine (file, position, code, raw, taken) values (?, ?, ?, ?, ?)",
                faults,
                500,
                (row, fault) -> {
                    row.setLong(1, file.get());
                    row.setInt(2, fault.position());
                    row.setString(3, fault.code());
                    row.setString(4, fault.raw().replace('\0', '\uFFFD'));
                    row.setBoolean(5, fault.taken());
                });
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_TOLD,
                "carrier:" + carrier.code(),
                carrier.name(),
                null,
                null,
                null,
                null,
                Map.of(
                        "service",
                        "border.passengers",
                        "travellers",
                        String.valueOf(travellers),
                        "quarantined",
                        String.valueOf(
                                faults.stream().filter(fault -> !fault.taken()).count()))));
        return new Receipt(read.reference(), false, own.size(), travellers, faults);
    }
}

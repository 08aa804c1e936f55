package bz.ceiba.platform.audit;

import java.util.List;

/**
 * What a verification found.
 *
 * @param findings one sentence each; at most the first thousand
 * @param found how many there were in all; 0 means that the log is whole
 * @param sealed how many sealed entries were checked
 * @param unsealed how many entries wait to be sealed, which is no finding
 * @param checkpoints how many checkpoints of the database were checked
 * @param kept how many checkpoints kept outside the database were compared
 */
public record Report(List<String> findings, long found, long sealed, long unsealed, long checkpoints, long kept) {
    public Report {
        findings = List.copyOf(findings);
    }
}

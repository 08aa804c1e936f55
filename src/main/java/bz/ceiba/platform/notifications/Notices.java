package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.CaseNumber;
import java.util.List;
import org.springframework.stereotype.Component;

/** Sends notices: queued in the current transaction, sent after it commits. */
@Component
public class Notices {
    /** Queues a notice; one whose key was used before changes nothing. */
    public void send(Notice notice) {
        throw new IllegalStateException("comes with the notifications room " + notice);
    }

    /**
     * Sends a one-time code to a phone, ahead of everything else and to no inbox.
     *
     * @param phone in E.164 form
     * @param text what the message says
     */
    public void sendCode(String phone, String text) {
        throw new IllegalStateException("comes with the notifications room " + phone + text);
    }

    /** What was sent about a case, newest first, at most 200. */
    public List<NoticeState> about(CaseNumber caseNumber) {
        throw new IllegalStateException("comes with the notifications room " + caseNumber);
    }
}

package bz.ceiba.platform.audit;

/**
 * Everything that is ever written to the audit log; docs/audit-events.md is the list for auditors and is checked against
 * this one.
 */
public enum AuditEvent {
    /** Somebody signed in. */
    SIGNED_IN(Kind.ACT),
    /** Somebody tried to sign in and failed. */
    SIGN_IN_REFUSED(Kind.REFUSAL),
    SIGNED_OUT(Kind.ACT),
    /** A relying party got an access token, for a person or for itself. */
    TOKEN_ISSUED(Kind.ACT),
    /** An action was asked for that the role, assurance or representation does not allow. */
    ACCESS_REFUSED(Kind.REFUSAL),
    /** A citizen asked somebody to act for him. */
    REPRESENTATION_OFFERED(Kind.ACT),
    /** A citizen let somebody act for him, or a company has an officer. */
    REPRESENTATION_GIVEN(Kind.ACT),
    REPRESENTATION_ENDED(Kind.ACT),
    /** Somebody was appointed to an office, at once or when a second person agreed. */
    APPOINTMENT_MADE(Kind.ACT),
    /** Somebody is to be appointed, if a second person agrees. */
    APPOINTMENT_PROPOSED(Kind.ACT),
    /** The second person did not agree. */
    APPOINTMENT_DECLINED(Kind.ACT),
    /** An appointment was ended before its last day. */
    APPOINTMENT_ENDED(Kind.ACT),
    /** A supervisor or auditor saw who holds what. */
    APPOINTMENTS_READ(Kind.ACT),
    /** All offices of an agency are to be confirmed. */
    REVIEW_OPENED(Kind.ACT),
    /** A reviewer confirmed or ended an appointment. */
    REVIEW_DECIDED(Kind.ACT),
    /** A review went up the organogram because nobody confirmed the last supervisor. */
    REVIEW_ESCALATED(Kind.ACT),
    /** In an emergency somebody asked for an office that he does not hold. */
    EMERGENCY_ASKED(Kind.ACT),
    /** A second person lent it to him for some hours. */
    EMERGENCY_GRANTED(Kind.ACT),
    /** It was ended before its time, declined or taken back. */
    EMERGENCY_ENDED(Kind.ACT),
    /** An auditor judged how it was used. */
    EMERGENCY_JUDGED(Kind.ACT),
    /** Somebody began to act for another, by a right that was there. */
    ACTING_BEGUN(Kind.ACT),
    ACTING_STOPPED(Kind.ACT),
    /** One who acts for another asked a second one to confirm. */
    JOINT_ASKED(Kind.ACT),
    /** The second one confirmed; what was done is another entry. */
    JOINT_CONFIRMED(Kind.ACT),
    /** A person locked his identity number, so that nobody can sign in with it. */
    NUMBER_LOCKED(Kind.ACT),
    /** He unlocked it, or an assistant at a centre did for him. */
    NUMBER_UNLOCKED(Kind.ACT),
    /** A person made a number that stands for his own; which one is not in the log. */
    VIRTUAL_NUMBER_MADE(Kind.ACT),
    VIRTUAL_NUMBER_ENDED(Kind.ACT),
    /** A person let a relying party know things of him, for one purpose. */
    CONSENT_GIVEN(Kind.ACT),
    CONSENT_REFUSED(Kind.ACT),
    CONSENT_WITHDRAWN(Kind.ACT),
    /** A relying party was told things of a person. */
    CLAIMS_TOLD(Kind.READ),
    /** A person registered a service that signs people in. */
    PARTY_REGISTERED(Kind.ACT),
    /** One of its owners changed it, its secret, keys or owners, or asked an officer to approve a change. */
    PARTY_CHANGED(Kind.ACT),
    /** An officer saw which services sign people in, and what they ask for. */
    PARTIES_READ(Kind.ACT),
    /** An officer approved what a service asked for, or did not, set how much it may do a day, or ended it. */
    PARTY_DECIDED(Kind.ACT),
    /** A service was told what is proved about a person who had consented, for a price. */
    PROOFS_TOLD(Kind.READ),
    /** A refresh token was used a second time; all that its relying party held for the person was ended. */
    TOKEN_REUSED(Kind.REFUSAL),
    /** A person made a passkey, with which he signs in from then on. */
    PASSKEY_ADDED(Kind.ACT),
    PASSKEY_REMOVED(Kind.ACT),
    /** A person signed in with a browser in which he had not before. */
    DEVICE_ADDED(Kind.ACT),
    /** A person removed such a browser, or said that it was not he. */
    DEVICE_REMOVED(Kind.ACT),
    /** Something about a sign-in was unusual, and more than the code was asked for. */
    STEP_UP_ASKED(Kind.ACT),
    /** On a device where he is signed in, a person let another one sign him in. */
    DEVICE_LINKED(Kind.ACT),
    /** An officer asked for somebody at the counter to be entered, or to get a new phone or card. */
    COUNTER_ASKED(Kind.ACT),
    /** A second officer agreed, or did not. */
    COUNTER_DECIDED(Kind.ACT),
    /** A recovery was stopped while it waited, by somebody who was told of it; and what a supervisor made of that. */
    RECOVERY_STOPPED(Kind.ACT),
    /** A recovery took effect: the new phone or card counts, and all that was before has ended. */
    RECOVERY_DONE(Kind.ACT),
    /** Somebody was entered in the register at the counter. */
    PERSON_ENROLLED(Kind.ACT),
    /** A card was made, or ended. Its secret is not in the log. */
    CARD_CHANGED(Kind.ACT),
    /** An officer at a centre opened the sign-in with a card for whoever stands before him. */
    CARD_SIGN_IN_OPENED(Kind.ACT),
    /** A person read what is his own. */
    OWN_DATA_READ(Kind.ACT),
    /** A person took away all that is held about him. */
    OWN_DATA_TAKEN(Kind.ACT),
    DRAFT_SAVED(Kind.ACT),
    CASE_SUBMITTED(Kind.ACT),
    /** An officer opened a case. */
    CASE_READ(Kind.READ),
    CASE_CLAIMED(Kind.ACT),
    CASE_REASSIGNED(Kind.ACT),
    /** A case moved from one state to another. */
    CASE_MOVED(Kind.ACT),
    CASE_DECIDED(Kind.ACT),
    /** An officer saw a worklist. */
    WORKLIST_READ(Kind.ACT),
    /** An officer searched his agency's cases; when he found one person only, that person can read it. */
    CASES_SEARCHED(Kind.READ),
    /** An officer decided what takes effect only when a second one confirms it, or the second one declined. */
    CASE_PROPOSED(Kind.ACT),
    /** An overdue case went a level up. */
    CASE_ESCALATED(Kind.ACT),
    /** An officer wrote something down about a case for his colleagues. */
    NOTE_WRITTEN(Kind.ACT),
    LETTER_SENT(Kind.ACT),
    /** An officer named a colleague who stands in for him. */
    DELEGATION_GIVEN(Kind.ACT),
    DELEGATION_ENDED(Kind.ACT),
    FILE_UPLOADED(Kind.ACT),
    FILE_READ(Kind.READ),
    BILL_RAISED(Kind.ACT),
    PAYMENT_RECEIVED(Kind.ACT),
    PAYMENT_REFUNDED(Kind.ACT),
    /** A payment was created by program. */
    PAYMENT_BEGUN(Kind.ACT),
    /** A payer chose to pay a bill in parts. */
    INSTALMENTS_AGREED(Kind.ACT),
    /** An officer asked for a refund that needs a second one. */
    REFUND_ASKED(Kind.ACT),
    /** A second officer said yes to it; the refund itself is another entry. */
    REFUND_APPROVED(Kind.ACT),
    REFUND_DECLINED(Kind.ACT),
    RECEIPT_READ(Kind.READ),
    /** The bank took back what had been booked for a bill, which is open again. */
    PAYMENT_REVERSED(Kind.ACT),
    /** A cashier opened a till with a float. */
    TILL_OPENED(Kind.ACT),
    /** A cashier declared what is in his till, without knowing what should be. */
    TILL_COUNTED(Kind.ACT),
    /** A supervisor confirmed a difference above the limit; the closing is an entry of its own. */
    TILL_CONFIRMED(Kind.ACT),
    /** A supervisor did not, and the cashier counts again. */
    TILL_DECLINED(Kind.ACT),
    TILL_CLOSED(Kind.ACT),
    /** A cashier or supervisor saw tills. */
    TILL_READ(Kind.ACT),
    /** A cashier sold a voucher for cash. */
    VOUCHER_SOLD(Kind.ACT),
    /** Bills were paid with one; each payment is an entry of its own. */
    VOUCHER_REDEEMED(Kind.ACT),
    VOUCHER_GIVEN_BACK(Kind.ACT),
    VOUCHER_EXPIRED(Kind.ACT),
    /** A cashier saw a voucher, or printed its slip. */
    VOUCHER_READ(Kind.ACT),
    /** Somebody typed a code that is no voucher's. What he typed is not in the log. */
    VOUCHER_REFUSED(Kind.REFUSAL),
    /** A treasury officer took in a bank statement. */
    STATEMENT_IMPORTED(Kind.ACT),
    /** A treasury officer saw statements, differences or closing reports. */
    TREASURY_READ(Kind.ACT),
    /** A treasury officer acted on a difference between bank and books, or proposed to. */
    EXCEPTION_ACTED(Kind.ACT),
    /** A second treasury officer agreed to that, or did not. */
    EXCEPTION_DECIDED(Kind.ACT),
    /** The Treasury's day was closed and its report frozen. */
    DAY_CLOSED(Kind.ACT),
    NOTICE_READ(Kind.ACT),
    /** A person changed how he is reached. */
    CONTACT_CHANGED(Kind.ACT),
    DOCUMENT_ISSUED(Kind.ACT),
    DOCUMENT_READ(Kind.ACT),
    DOCUMENT_REVOKED(Kind.ACT),
    /** A long-term document's signature got a new time-stamp. */
    DOCUMENT_EXTENDED(Kind.ACT),
    /** Malware was found in a file that was sent in; nobody can open it. */
    FILE_INFECTED(Kind.ACT),
    /** The content of a file or document was destroyed because its time was over. */
    CONTENT_DESTROYED(Kind.ACT),
    /** A supervisor set, ended or looked at legal holds. */
    HOLD_CHANGED(Kind.ACT),
    /** Somebody without account asked whether a document is valid. */
    DOCUMENT_VERIFIED(Kind.READ),
    /** One agency asked another's register about a person. */
    REGISTER_ASKED(Kind.READ),
    /** The exchange refused such a question. */
    REGISTER_REFUSED(Kind.REFUSAL),
    /** One agency told another's register what has happened. */
    REGISTER_TOLD(Kind.ACT),
    /** An agency was told what another's register has entered about a person, by their agreement. */
    EVENT_TOLD(Kind.READ),
    /** It was not told: the agreement or the consent was over. */
    EVENT_WITHHELD(Kind.REFUSAL),
    /** Officers told again, or set aside, what another agency could not take. */
    EVENT_SETTLED(Kind.ACT),
    /** An officer saw the agreements of his agency, or a draft. */
    AGREEMENTS_READ(Kind.ACT),
    /** An officer wrote a version of an agreement between agencies. */
    AGREEMENT_DRAFTED(Kind.ACT),
    /** A supervisor signed one for his agency; with the second signature it is agreed. */
    AGREEMENT_SIGNED(Kind.ACT),
    /** A supervisor of either agency ended one, or withdrew a draft. */
    AGREEMENT_ENDED(Kind.ACT),
    /** An officer or judge saw orders by which look-ups are shown later. */
    DELAYS_READ(Kind.ACT),
    /** An investigating agency asked for such an order. */
    DELAY_ASKED(Kind.ACT),
    /** A court gave or declined it. */
    DELAY_DECIDED(Kind.ACT),
    /** An order was ended before its time. */
    DELAY_LIFTED(Kind.ACT),
    /** Looks that are out of the ordinary were found in this log, and go to somebody for review. */
    UNUSUAL_FOUND(Kind.ACT),
    /** A manager saw what was found; about the person at whose data the officer had looked. */
    UNUSUAL_READ(Kind.READ),
    /** A manager asked the officer why. */
    UNUSUAL_ASKED(Kind.ACT),
    UNUSUAL_ANSWERED(Kind.ACT),
    /** A manager judged it. */
    UNUSUAL_JUDGED(Kind.ACT),
    /** Nobody did in time, and it went to the oversight authority. */
    UNUSUAL_ESCALATED(Kind.ACT),
    /** The person was told of a breach. */
    BREACH_TOLD(Kind.ACT),
    /** An officer of the oversight authority saw when and why people were put on the list of those at whom the curious look. */
    WELL_KNOWN_READ(Kind.ACT),
    /** He proposed somebody for it or agreed, or for being taken off. Who it is, is not in the log. */
    WELL_KNOWN_CHANGED(Kind.ACT),
    /** An officer opened a register's record. */
    REGISTER_READ(Kind.READ),
    REGISTER_CHANGED(Kind.ACT),
    /** An officer made a device of his one that works without a network: at the roadside, or at the border. */
    DEVICE_ENROLLED(Kind.ACT),
    /** Such a device was lost or taken away. */
    DEVICE_REVOKED(Kind.ACT),
    /** A device was given what it needs to work without a network: hashes of vehicles and drivers, or a port's declarations. */
    SNAPSHOT_GIVEN(Kind.ACT),
    /** An officer brought tickets that he wrote. */
    TICKETS_BROUGHT(Kind.ACT),
    /** A person looked at a ticket that could not be accepted. */
    HELD_TICKET_CLOSED(Kind.ACT),
    /** An officer reported a crash on the road. */
    CRASH_REPORTED(Kind.ACT),
    /** An officer added to a crash what became known later. */
    CRASH_AMENDED(Kind.ACT),
    /** A supervisor put licences into a batch for the card printer. */
    CARDS_BATCHED(Kind.ACT),
    /** A supervisor took the file of such a batch. */
    CARDS_READ(Kind.READ),
    /** A card came out wrong and is printed again. */
    CARD_SPOILT(Kind.ACT),
    /** An officer asked a second one to undo what had been recorded wrongly. */
    ANNULMENT_PROPOSED(Kind.ACT),
    /** The second officer agreed, or did not. */
    ANNULMENT_DECIDED(Kind.ACT),
    /** Somebody may act no more for a child or ward: he came of age, or its time was over. */
    GUARDIANSHIP_ENDED(Kind.ACT),
    /** An officer opened a watchlist or searched it. Who stands on it is not in the log. */
    WATCHLIST_READ(Kind.ACT),
    /** A version of a watchlist was proposed, agreed to or declined, or an entry written by hand. */
    WATCHLIST_CHANGED(Kind.ACT),
    /** A rule of risk was drafted, rehearsed, agreed to, declined or recalled. */
    RISK_RULE_CHANGED(Kind.ACT),
    /** An officer recorded whether a register's record is about the applicant. */
    MATCH_JUDGED(Kind.ACT),
    /** A visitor registered himself, or was registered or seen by an officer. */
    VISITOR_REGISTERED(Kind.ACT),
    /** A traveller's declaration was sent, changed or withdrawn. */
    DECLARATION_SENT(Kind.ACT),
    /** An officer at the border saw it. */
    DECLARATION_READ(Kind.READ),
    /** He decided of a traveller. */
    BORDER_DECIDED(Kind.ACT),
    /** An officer brought what he had decided without a network. */
    DECISIONS_BROUGHT(Kind.ACT),
    /** A person looked at a brought decision that could not count as it was. */
    BORDER_CONFLICT_SETTLED(Kind.ACT),
    /** A registrar asked to open a sealed entry. */
    OPENING_PROPOSED(Kind.ACT),
    /** A second one agreed, or did not. */
    OPENING_DECIDED(Kind.ACT),
    /** Somebody objected to a marriage of which notice was given. */
    OBJECTION_MADE(Kind.ACT),
    /** An officer decided of it. */
    OBJECTION_DECIDED(Kind.ACT),
    FIGURES_READ(Kind.ACT),
    /** A supervisor saw where his agency's webhooks go. */
    WEBHOOKS_READ(Kind.ACT),
    /** An endpoint was registered or ended, its secret rotated, or a message sent again. */
    WEBHOOK_CHANGED(Kind.ACT),
    /** An auditor searched this log; when he looked for a person, that person can read it. */
    AUDIT_READ(Kind.READ);

    /** What an entry means to the person whose data it is about. */
    public enum Kind {
        /** Something was done. */
        ACT,
        /** Somebody looked at the person's data; shown to the person. */
        READ,
        /** Something was asked for and refused; shown to the person. */
        REFUSAL
    }

    private final Kind kind;

    AuditEvent(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

package bz.ceiba.platform.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.Session;

/** A session that counts a request as access at most once a minute, so that reading a page writes nothing. */
final class StoredSession implements Session {
    private static final Duration COARSE = Duration.ofMinutes(1);

    private final MapSession session;

    /** Under which identifier it is stored, or null while it is not. */
    private @Nullable String storedAs;

    private boolean changed;

    private StoredSession(MapSession session, @Nullable String storedAs) {
        this.session = session;
        this.storedAs = storedAs;
        this.changed = storedAs == null;
    }

    static StoredSession begun(Instant now, Duration timeout) {
        MapSession session = new MapSession();
        session.setCreationTime(now);
        session.setLastAccessedTime(now);
        session.setMaxInactiveInterval(timeout);
        return new StoredSession(session, null);
    }

    static StoredSession read(MapSession session) {
        return new StoredSession(session, session.getId());
    }

    @Nullable
    String storedAs() {
        return storedAs;
    }

    boolean changed() {
        return changed;
    }

    void saved() {
        changed = false;
        storedAs = getId();
    }

    Instant expiry() {
        return getLastAccessedTime().plus(getMaxInactiveInterval());
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public String changeSessionId() {
        changed = true;
        return session.changeSessionId();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface is Spring's
    public <T> @Nullable T getAttribute(String name) {
        return session.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return session.getAttributeNames();
    }

    @Override
    public void setAttribute(String name, Object value) {
        changed = true;
        session.setAttribute(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        changed = true;
        session.removeAttribute(name);
    }

    @Override
    public Instant getCreationTime() {
        return session.getCreationTime();
    }

    @Override
    public void setLastAccessedTime(Instant time) {
        if (time.isAfter(session.getLastAccessedTime().plus(COARSE))) {
            changed = true;
            session.setLastAccessedTime(time);
        }
    }

    @Override
    public Instant getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        changed = true;
        session.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return session.isExpired();
    }
}

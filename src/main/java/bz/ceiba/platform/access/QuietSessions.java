package bz.ceiba.platform.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Sessions that are written only when something in them changes, and read once a request: Spring Session's filter asks
 * again at the end of each whether the session that it has in hand exists.
 *
 * @param <S> the session of the store below
 */
final class QuietSessions<S extends Session> implements SessionRepository<QuietSession<S>>, DisposableBean {
    /** Bound while a session is read: one statement, which needs no transaction around it. */
    static final ScopedValue<Boolean> READING = ScopedValue.newInstance();

    private final SessionRepository<S> store;
    private final Runnable stop;

    @SuppressWarnings("ThreadLocalUsage") // there is one store, and each request empties it
    private final ThreadLocal<@Nullable Read<S>> read = new ThreadLocal<>();

    /** What a request has found; empty at first. */
    private static final class Read<S extends Session> {
        private @Nullable QuietSession<S> session;
    }

    /**
     * @param stop stops what the store does by itself
     */
    QuietSessions(SessionRepository<S> store, Runnable stop) {
        this.store = store;
        this.stop = stop;
    }

    /** Carries a request out and remembers the session for as long as that takes. */
    void within(Request request) throws IOException, ServletException {
        read.set(new Read<>());
        try {
            request.proceed();
        } finally {
            read.remove();
        }
    }

    interface Request {
        void proceed() throws IOException, ServletException;
    }

    @Override
    public QuietSession<S> createSession() {
        return new QuietSession<>(store.createSession(), true);
    }

    @Override
    public void save(QuietSession<S> session) {
        if (session.changed()) {
            store.save(session.stored());
            session.saved();
        }
    }

    @Override
    public @Nullable QuietSession<S> findById(String id) {
        Read<S> known = read.get();
        if (known != null && known.session != null && known.session.getId().equals(id)) {
            return known.session;
        }
        S stored = ScopedValue.where(READING, true).call(() -> store.findById(id));
        QuietSession<S> session = stored == null ? null : new QuietSession<>(stored, false);
        if (known != null) {
            known.session = session;
        }
        return session;
    }

    @Override
    public void destroy() {
        stop.run();
    }

    @Override
    public void deleteById(String id) {
        Read<S> known = read.get();
        if (known != null) {
            known.session = null;
        }
        store.deleteById(id);
    }
}

package bz.ceiba.platform.access;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Sessions that are written only when something in them changes.
 *
 * @param <S> the session of the store below
 */
final class QuietSessions<S extends Session> implements SessionRepository<QuietSession<S>>, DisposableBean {
    private final SessionRepository<S> store;

    private final Runnable stop;

    /**
     * @param stop stops what the store does by itself
     */
    QuietSessions(SessionRepository<S> store, Runnable stop) {
        this.store = store;
        this.stop = stop;
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
        S session = store.findById(id);
        return session == null ? null : new QuietSession<>(session, false);
    }

    @Override
    public void destroy() {
        stop.run();
    }

    @Override
    public void deleteById(String id) {
        store.deleteById(id);
    }
}

package bz.ceiba.systems.identity.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;

/**
 * Instead of Spring's list of sessions, which knows those of its own process only, never forgets one that has expired, and from
 * which each ID token would get a {@code sid} that is the same at all relying parties.
 */
final class NoSessionRegistry implements SessionRegistry {
    @Override
    public List<Object> getAllPrincipals() {
        return List.of();
    }

    @Override
    public List<SessionInformation> getAllSessions(Object principal, boolean includeExpired) {
        return List.of();
    }

    @Override
    public @Nullable SessionInformation getSessionInformation(String id) {
        return null;
    }

    @Override
    public void refreshLastRequest(String id) {
        // Nothing is kept.
    }

    @Override
    public void registerNewSession(String id, Object principal) {
        // Nothing is kept.
    }

    @Override
    public void removeSessionInformation(String id) {
        // Nothing is kept.
    }
}

package bz.ceiba.systems.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowMapper;

/** Lets Spring's authorization store, which knows its table by name only, find it in our schema. */
final class Authorizations extends JdbcTemplate {
    Authorizations(JdbcTemplate db) {
        super(java.util.Objects.requireNonNull(db.getDataSource()));
    }

    @Override
    public <T extends @Nullable Object> List<T> query(
            String sql, @Nullable PreparedStatementSetter values, RowMapper<T> rows) {
        return super.query(inSchema(sql), values, rows);
    }

    @Override
    public int update(String sql, @Nullable PreparedStatementSetter values) {
        return super.update(inSchema(sql), values);
    }

    private static String inSchema(String sql) {
        return sql.replace(" oauth2_authorization", " identity.oauth2_authorization");
    }
}

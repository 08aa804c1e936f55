package bz.ceiba.platform.audit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection that counts its queries. */
final class Counting implements AutoCloseable {
    private final Connection connection;
    private final AtomicInteger queries = new AtomicInteger();

    Counting(Connection connection) {
        this.connection = connection;
    }

    JdbcClient db() {
        Connection counted = (Connection) Proxy.newProxyInstance(
                Counting.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        queries.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return JdbcClient.create(new SingleConnectionDataSource(counted, true));
    }

    void reset() {
        queries.set(0);
    }

    int queries() {
        return queries.get();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

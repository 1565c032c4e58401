package dev.yima.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Talks to the servers behind the two URLs, as their users would. */
final class ServerClient {
    private static final int TIMEOUT_MS = 5_000;

    private ServerClient() {}

    static Connection connection(String databaseUrl, String user, String password) throws SQLException {
        URI uri = URI.create(databaseUrl);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        return DriverManager.getConnection(jdbc, user, password);
    }

    /** Runs one statement; answers its first value, or nothing when there is none. */
    static String sql(String databaseUrl, String statement) throws SQLException {
        String[] person = URI.create(databaseUrl).getUserInfo().split(":", 2);
        try (Connection connection = connection(databaseUrl, person[0], person[1]);
                Statement sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return "";
            }
            try (ResultSet rows = sql.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    /** Logs in with the password of the URL and runs one command; answers the last line of the reply. */
    static String redis(String redisUrl, String command) throws IOException {
        String password = URI.create(redisUrl).getUserInfo().substring(1);
        return redisLines(redisUrl, "AUTH " + password, command);
    }

    static String redisLines(String redisUrl, String... commands) throws IOException {
        URI uri = URI.create(redisUrl);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort());
                BufferedReader reply =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(TIMEOUT_MS);
            String text = String.join("\r\n", commands) + "\r\nQUIT\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            String last = "";
            for (String line = reply.readLine(); line != null; line = reply.readLine()) {
                last = line.equals("+OK") && !last.isEmpty() ? last : line;
            }
            return last;
        }
    }
}

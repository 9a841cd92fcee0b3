using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Habitue.Tests.Sources.PostgresServer))]

namespace Habitue.Tests.Sources;

/// <summary>
/// A real PostgreSQL of Debian's package, made empty in a temporary folder when the first test asks for it and
/// removed at the end. Tests that need it say so and are skipped when the package is not installed.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    public const string User = "habitue";
    public const string Password = "s3cret/p@ss";

    private readonly Lazy<int> port;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"habitue-postgres-{Environment.ProcessId}");

    public PostgresServer() => port = new(Start);

    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        : null;

    public int Port
    {
        get
        {
            Assert.SkipWhen(Programs is null, "PostgreSQL is not installed (Debian package postgresql)");
            return port.Value;
        }
    }

    /// <summary>The address of the server's only database, with what follows the question mark.</summary>
    public string Address(string settings, string user = User, string password = Password, string database = "postgres") =>
        $"postgres://{user}:{Uri.EscapeDataString(password)}@localhost:{Port}/{database}?{settings}";

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"Host=localhost;Port={Port};Username={User};Password={Password};Database=postgres;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (!port.IsValueCreated)
            return;
        Run("pg_ctl", "stop", "-D", Path.Combine(folder, "data"), "-m", "immediate");
        Directory.Delete(folder, recursive: true);
    }

    private int Start()
    {
        Directory.CreateDirectory(folder);
        string passwordFile = Path.Combine(folder, "password");
        File.WriteAllText(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
            Run(["chown", "-R", "postgres", folder]);

        string data = Path.Combine(folder, "data");
        Run("initdb", "-D", data, "-U", User, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        int free = FreePort();
        Run("pg_ctl", "start", "-w", "-D", data, "-l", Path.Combine(folder, "log"),
            "-o", $"-p {free} -c listen_addresses=localhost -c unix_socket_directories={folder} -c fsync=off -c timezone=Asia/Tokyo");
        return free;
    }

    private static void Run(string program, params string[] arguments)
    {
        // PostgreSQL refuses to run as root.
        string[] asSomebody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        Run([.. asSomebody, Path.Combine(Programs!, program), .. arguments]);
    }

    private static void Run(string[] command)
    {
        // The server inherits no pipe of ours: a reader waiting for its end would wait for ever.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", RedirectStandardError = false };
        string log = Path.GetTempFileName();
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec \"$@\" >{log} 2>&1");
        start.ArgumentList.Add("sh");
        foreach (string word in command)
            start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        string said = File.ReadAllText(log);
        File.Delete(log);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}\n{said}");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

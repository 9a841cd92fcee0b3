using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Habitue.Bench.Live;

/// <summary>The server as its users start it: a process of its own on a home of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private Process process = null!;
    private bool isKilled;

    private readonly string[] options;

    /// <param name="home">Its folder.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="options">More options of <c>serve</c>.</param>
    public ServerProcess(string home, int port, params string[] options)
    {
        (Home, Port, this.options) = (home, port, options);
        Start();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public string Home { get; }
    public int Port { get; }
    public HttpClient Client { get; }
    public string WriteKey { get; private set; } = "";
    public string ReadKey { get; private set; } = "";

    /// <summary>The address that opens the dashboard.</summary>
    public string Dashboard { get; private set; } = "";

    public string Authorization => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(WriteKey + ":"));

    public int Id => process.Id;

    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public void Start()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "habitue"), ["serve", "--home", Home, "--urls", $"http://127.0.0.1:{Port}", .. options]) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        process = Process.Start(start)!;
        isKilled = false;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                Console.Error.WriteLine("server: " + line.Data);
        };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("Write key", StringComparison.Ordinal))
                WriteKey = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
            else if (line.StartsWith("Read key", StringComparison.Ordinal))
                ReadKey = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
            else if (line.StartsWith("Dashboard", StringComparison.Ordinal))
                Dashboard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            else if (line.StartsWith("Listening", StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>As a power cut does it: no word before.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        isKilled = true;
    }

    /// <summary>The numbers of /metrics, by name with tags.</summary>
    public Dictionary<string, double> Metrics()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", ReadKey) } };
        using HttpResponseMessage answer = Client.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var found = new Dictionary<string, double>();
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#') && line.LastIndexOf(' ') is > 0 and int at && double.TryParse(line[(at + 1)..], CultureInfo.InvariantCulture, out double value))
                found[line[..at]] = value;
        return found;
    }

    public void Dispose()
    {
        if (!isKilled && !process.HasExited)
            Kill();
        Client.Dispose();
    }
}

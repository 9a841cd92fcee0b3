using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Habitue.Learning.Data;

namespace Habitue.Bench.Learning;

/// <summary>The inputs that the shared peers' own script makes, the same bytes every time, kept in a temporary folder.</summary>
internal sealed class PeerInputs
{
    private readonly Dictionary<string, Matrix> _matrices = [];

    private PeerInputs(string peers, string folder) => (Peers, Folder) = (peers, folder);

    /// <summary>The folder of the peers' scripts.</summary>
    public string Peers { get; }

    public string Folder { get; }

    public static PeerInputs? Make(out string why)
    {
        var shared = Environment.GetEnvironmentVariable("HABITUE_SHARED") ?? Path.GetFullPath(Path.Combine("..", "shared"));
        var (peers, retail) = (Path.Combine(shared, "peers"), Path.Combine(shared, "data", "online-retail", "by-day"));
        why = $"This needs the peers' scripts and data in {shared} (name that folder in HABITUE_SHARED), and Debian's python3-numpy.";
        if (!File.Exists(Path.Combine(peers, "make_data.py")) || !Directory.Exists(retail) || !File.Exists("/usr/bin/python3")) return null;
        var folder = Path.Combine(Path.GetTempPath(), "habitue-bench-inputs");
        if (!File.Exists(Path.Combine(folder, "made")))
        {
            Directory.CreateDirectory(folder);
            using var make = Process.Start("/usr/bin/python3", [Path.Combine(peers, "make_data.py"), folder, "--retail", retail]);
            make.WaitForExit();
            if (make.ExitCode != 0) return null;
            File.WriteAllText(Path.Combine(folder, "made"), "");
        }

        return new PeerInputs(peers, folder);
    }

    /// <summary>A matrix by the name of its file; its columns are called c0, c1 and so on.</summary>
    public Matrix Matrix(string name)
    {
        if (_matrices.TryGetValue(name, out var known)) return known;
        using var head = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        var (rows, columns) = (head.RootElement.GetProperty("rows").GetInt32(), head.RootElement.GetProperty("cols").GetInt32());
        var matrix = new Matrix(rows, [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]);
        using var file = File.OpenRead(Path.Combine(Folder, name + ".f32"));
        file.ReadExactly(MemoryMarshal.AsBytes(matrix.Values));
        return _matrices[name] = matrix;
    }

    /// <summary>The first rows of a matrix with the first entries of a column of targets.</summary>
    public Labeled Labeled(string rows, string targets, int most = int.MaxValue)
    {
        var (x, y) = (Matrix(rows), Matrix(targets).Column(0));
        int[] first = [.. Enumerable.Range(0, Math.Min(most, x.Rows))];
        double[] values = [.. y.Take(first.Length).Select(value => (double)value)];
        return new Labeled(first.Length == x.Rows ? x : x.Take(first), values);
    }

    public string[] Lines(string name) => File.ReadAllLines(Path.Combine(Folder, name));
}

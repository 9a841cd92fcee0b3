using System.Reflection;
using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

/// <summary>Finds DuckDB's shared library: beside the assembly, beside the program, or in a runtimes folder.</summary>
internal static class DuckLibrary
{
    internal static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != "duckdb")
            return 0;
        var looked = Candidates(Path.GetDirectoryName(assembly.Location));
        foreach (var path in looked)
            if (File.Exists(path))
                return NativeLibrary.Load(path);
        throw new DllNotFoundException(Missing(looked));
    }

    internal static List<string> Candidates(string? besideAssembly)
    {
        var folders = new List<string>();
        foreach (var folder in new[] { besideAssembly, AppContext.BaseDirectory })
            if (!string.IsNullOrEmpty(folder) && !folders.Contains(folder.TrimEnd(Path.DirectorySeparatorChar)))
                folders.Add(folder.TrimEnd(Path.DirectorySeparatorChar));
        var paths = folders.ConvertAll(folder => Path.Combine(folder, FileName));
        paths.AddRange(folders.Select(folder =>
            Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName)));
        return paths;
    }

    internal static string Missing(IReadOnlyList<string> looked) =>
        $"DuckDB's library {FileName} was not found. Run `npm ci` in the repository, then build again. Looked for: {string.Join(", ", looked)}.";
}

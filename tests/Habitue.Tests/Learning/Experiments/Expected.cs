using System.Text.Json;
using Habitue.Tests.Architecture;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Experiments;

/// <summary>What tests/reference/experiments.py made with scipy and numpy; the versions stand in the file.</summary>
internal static class Expected
{
    private static readonly JsonDocument File = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "experiments.json")));

    public static Reference Of(string part) => new(File.RootElement.GetProperty(part));
}

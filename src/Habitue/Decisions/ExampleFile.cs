namespace Habitue.Decisions;

/// <summary>The file of decisions that a shop can start from.</summary>
internal static class ExampleFile
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var file = new StreamReader(typeof(ExampleFile).Assembly.GetManifestResourceStream("Decisions/decisions.example.yaml")!);
        return file.ReadToEnd();
    }
}

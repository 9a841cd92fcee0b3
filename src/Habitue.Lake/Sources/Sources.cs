namespace Habitue.Lake.Sources;

/// <summary>The list of sources: a new one is a class and a line here.</summary>
public static class Sources
{
    /// <summary>In the order they are asked: addresses with a scheme first, files last.</summary>
    public static IReadOnlyList<ISource> All { get; } =
    [
        new PostgresSource(),
        new HttpSource(),
        new FileSource(),
    ];

    /// <summary>Fetches from the first source that accepts the address.</summary>
    public static IReadOnlyList<SourceFile> Fetch(string address, SourceContext context, CancellationToken cancel)
    {
        ISource source = All.FirstOrDefault(s => s.Accepts(address))
            ?? throw new SourceException(
                SourceAddress.WithoutSecrets(address),
                "no source reads such an address; give a file, a folder, a glob, postgres://… or https://…");
        return source.Fetch(address, context, cancel);
    }
}

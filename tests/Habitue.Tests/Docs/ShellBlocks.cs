using System.Text.RegularExpressions;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>The commands of a document: the lines of its <c>```sh</c> blocks, in order.</summary>
internal static partial class ShellBlocks
{
    public static string Of(string document) => string.Join('\n',
        Block().Matches(File.ReadAllText(Path.Combine(Repository.Folder, document))).Select(match => match.Groups[1].Value.TrimEnd()));

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

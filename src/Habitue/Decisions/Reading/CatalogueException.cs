namespace Habitue.Decisions.Reading;

/// <summary>A file of decisions cannot be taken. Each problem is a sentence that names file, line and what would be right.</summary>
internal sealed class CatalogueException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public CatalogueException(string problem) : this([problem]) { }

    public IReadOnlyList<string> Problems => problems;
}

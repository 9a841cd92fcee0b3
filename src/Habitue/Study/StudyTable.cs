namespace Habitue.Study;

/// <summary>One of the tables of the study: what was published beside what came out here, and in words why the two differ.</summary>
internal sealed record StudyTable(string Title, string[] Columns, IReadOnlyList<string[]> Rows, string Words);

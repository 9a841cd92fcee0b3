namespace Habitue.Learning.Evaluation;

/// <summary>Rows to learn from and rows to judge by; both rise.</summary>
/// <param name="Train">The numbers of the rows to learn from.</param>
/// <param name="Test">The numbers of the rows to judge by.</param>
public sealed record Fold(IReadOnlyList<int> Train, IReadOnlyList<int> Test)
{
    /// <summary>How many rows of each.</summary>
    public override string ToString() => $"{Train.Count} to learn, {Test.Count} to judge";
}

/// <summary>Rows to learn from, rows to choose by, and rows that are looked at once, at the end.</summary>
/// <param name="Train">The numbers of the rows to learn from.</param>
/// <param name="Validation">The numbers of the rows to choose settings by.</param>
/// <param name="Test">The numbers of the rows to judge the choice by.</param>
public sealed record ThreeParts(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test);

namespace Habitue.Reports.Page;

/// <summary>One part of the report. It asks its own questions, and says so in plain words when there is nothing to show.</summary>
internal abstract class Section(string id, string title, string brief)
{
    public string Id => id;

    public string Title => title;

    /// <summary>The title in a word or two, for the navigation.</summary>
    public string Short => brief;

    public abstract void Write(ReportPage page);
}

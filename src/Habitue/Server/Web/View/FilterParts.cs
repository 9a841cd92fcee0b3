namespace Habitue.Server.Web.View;

/// <summary>The parts of the choice at the top of the dashboard.</summary>
[Flags]
internal enum FilterParts
{
    None = 0,
    Time = 1,
    Comparison = 2,
    Segment = 4,
    Device = 8,
    All = Time | Comparison | Segment | Device,
}

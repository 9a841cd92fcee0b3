namespace Habitue.Live;

/// <summary>The calls of the convention.</summary>
public enum CallType
{
    Identify,
    Track,
    Page,
    Screen,
    Group,
    Alias,
}

namespace Habitue.Collector;

/// <summary>The event in the address of a pixel: <c>data</c> is its JSON in Base64, as it is or in the form for addresses.</summary>
internal static class PixelData
{
    /// <exception cref="FormatException">There is no data, or it is no Base64.</exception>
    public static byte[] Read(string? data)
    {
        if (string.IsNullOrEmpty(data))
            throw new FormatException("The address has no data; give the event's JSON in Base64 as data.");
        string text = data.Replace('-', '+').Replace('_', '/').Replace(' ', '+').TrimEnd('=');
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out int length) ? bytes[..length]
            : throw new FormatException("The data in the address is no Base64.");
    }
}

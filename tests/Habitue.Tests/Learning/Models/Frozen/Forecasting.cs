namespace Habitue.Tests.Learning.Models.Frozen;

internal static class Forecasting
{
    public static readonly FrozenModel[] All =
    [
        new("exponential-smoothing 1", [12.990000f, 16.970200f, 13.940796f, 17.901980f], """
            SEFCTU9ERUwBAAAAggEAAGecULUVAAAAZXhwb25lbnRpYWwtc21vb3RoaW5nAQAAABQAAABFeHBvbmVudGlhbFNtb290aGluZxgAAAAAAAAAAwAAAAUAAABTY2FsZQQAAABBc0lzBgAA
            AFNlYXNvbgEAAAAyBQAAAFRyZW5kBgAAAENob3NlbgMAAAAJAAAAY3JpdGVyaW9usTq5RIYtYMAOAAAAbG9nX2xpa2VsaWhvb2Tkbex3uWBTQAUAAAB0cmVuZAAAAAAAAPA/xgAAAAkA
            AABzbW9vdGhpbmcCBAAAAJam6Egu/+8/WqDkRi7/7z9NtlGjsTMaP1yPwvUoXO8/BQAAAHN0YXJ0AgQAAABxavceGusBQEiDo7/jqOA/oBTa////+7+gFNr////7PwYAAABzdGF0ZXMC
            BAAAAAqgAY/+fyxAS8fO/v//3z/Jand49P/7vxJN0ocLAPw/CAAAAHZhcmlhbmNlAgEAAADhUSYz3QgYPwUAAABzaGFwZQMEAAAAAgAAABgAAAABAAAAAAAAAA==
            """),
    ];
}

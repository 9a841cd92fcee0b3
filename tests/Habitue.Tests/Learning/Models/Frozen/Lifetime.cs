namespace Habitue.Tests.Learning.Models.Frozen;

/// <summary>What scipy makes of the papers' formulas (tests/reference/lifetime.py) with the parameters that are in the files.</summary>
internal static class Lifetime
{
    public static readonly FrozenModel[] All =
    [
        new("bg-nbd 1", [0.57572892f, 0.72809852f, 0.27767032f, 0.62614960f, 0.08842346f, 1, 0.96185970f, 0.84805518f], """
            SEFCTU9ERUwBAAAADQEAAK8vLcwGAAAAYmctbmJkAQAAAAUAAABCZ05iZAAAAAAAAAAAAQAAAA0AAABNYXhJdGVyYXRpb25zAwAAADUwMAAAAADKAAAACgAAAHBhcmFtZXRlcnMCBAAAALTI
            dr6fGs8/Di2yne+nEUDHSzeJQWDpP5zEILByaANADgAAAGxvZ19jb3ZhcmlhbmNlAhAAAAAAAAAAAAD4/wAAAAAAAPj/AAAAAAAA+P8AAAAAAAD4/wAAAAAAAPj/AAAAAAAA+P8AAAAAAAD4
            /wAAAAAAAPj/AAAAAAAA+P8AAAAAAAD4/wAAAAAAAPj/AAAAAAAA+P8AAAAAAAD4/wAAAAAAAPj/AAAAAAAA+P8AAAAAAAD4/w==
            """),
    ];
}

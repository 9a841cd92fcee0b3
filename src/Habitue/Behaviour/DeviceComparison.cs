using Habitue.Reports.Page;
using Habitue.Server.Web;
using Habitue.Server.Web.View;

namespace Habitue.Behaviour;

/// <summary>What visits on one device brought; the errors are standard errors with whole customers as what chance drew.</summary>
internal sealed record DeviceRow(string Device, long Visits, long Converted, double Conversion, double ConversionError, long Orders, double Revenue, double Spend, double SpendError, double Bounced, double? Length)
{
    /// <summary>Visits that do not say on which device they were stand in a row of their own.</summary>
    public bool IsGiven => Device.Length > 0;

    public string Name => IsGiven ? Names.Capital(Device) : "Not given";
}

/// <summary>By how much the first of two devices is above the second.</summary>
internal sealed record DeviceGap(double Conversion, double ConversionError, double Spend, double SpendError);

/// <summary>Devices beside each other, and two of them with their difference: phone against computer where both are there.</summary>
internal sealed record DeviceComparison(IReadOnlyList<DeviceRow> Devices, string First, string Second, DeviceGap? Gap)
{
    /// <summary>An interval from fewer visits of a device than this would be chance.</summary>
    public const int FewestVisits = 30;

    public static DeviceComparison Read(PageView view)
    {
        var devices = view.Rows<DeviceRow>("Behaviour/Devices", view.Filter.From, view.Filter.Until);
        string[] told = [.. devices.Where(one => one.Visits >= FewestVisits && one.IsGiven).Select(one => one.Device)];
        var (first, second) = told.Contains("mobile") && told.Contains("desktop") ? ("mobile", "desktop") : told.Length >= 2 ? (told[0], told[1]) : ("", "");
        var gap = first.Length == 0 ? null : view.Rows<DeviceGap>("Behaviour/DeviceDifference", view.Filter.From, view.Filter.Until, first, second)[0];
        return new DeviceComparison(devices, first, second, gap);
    }
}

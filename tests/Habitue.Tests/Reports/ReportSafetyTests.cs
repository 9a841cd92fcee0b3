using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Habitue.Reports;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Reports;

public sealed partial class ReportSafetyTests
{
    private const string Attack = "</script><img src=x onerror=\"alert('1')\"><!-- & \u2028 \\";

    [Fact]
    public void A_value_cannot_become_markup()
    {
        using var shop = CornerShop.OpenWithSegments()
            .Add(Row.Sale("ann", "o9", "2024-02-07 10:00:00", Attack, 9, 100m) with { Name = Attack, Country = Attack })
            .Build("2024-03-01")
            .Run($"UPDATE customer_segments SET rfm_segment = '{Attack.Replace("'", "''")}', cluster_name = '{Attack.Replace("'", "''")}'");
        using var report = WrittenReport.Of(shop.Warehouse, WrittenReport.Settings with
        {
            ShopName = Attack, Currency = Attack, Version = Attack,
            Inputs = [new ReportInput(Attack, Attack, 1, 1)],
        });

        // ECharts itself writes an img in a tooltip, so only what stands before it is looked at.
        var page = report.Text[..report.Text.IndexOf("id=\"data\"", StringComparison.Ordinal)];
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("<!--", page);
        Assert.Contains("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&lt;!-- &amp;", page);
        Assert.Equal(Attack, report.Texts("product-chart", "labels")[0]);
        Assert.Equal(7, Scripts().Count(report.Text));
    }

    [Fact]
    public void The_policy_lets_nothing_in_and_names_the_scripts_that_run()
    {
        using var shop = CornerShop.Open().Build();
        using var report = WrittenReport.Of(shop.Warehouse);
        var policy = Policy().Match(report.Text).Groups[1].Value;
        Assert.StartsWith("default-src 'none';", policy);
        Assert.Matches("script-src( 'sha256-[^']+'){6}$", policy);
        Assert.DoesNotContain("http", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        var scripts = Scripts().Matches(report.Text).Where(script => script.Groups[1].Length == 0).ToArray();
        Assert.Equal(6, scripts.Length);
        Assert.All(scripts, script => Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[2].Value)))}'", policy));
    }

    [Fact]
    public void Nothing_is_linked_from_elsewhere()
    {
        using var shop = CornerShop.OpenWithSegments();
        using var report = WrittenReport.Of(shop.Warehouse);
        var page = report.Text[..report.Text.IndexOf("id=\"data\"", StringComparison.Ordinal)];
        Assert.DoesNotContain("://", page);
        Assert.DoesNotMatch("<(link|iframe|object|embed|base|form)\\b", page);
        Assert.DoesNotMatch("\\bsrc=", page);
    }

    [Fact]
    public void No_customer_is_named()
    {
        using var shop = CornerShop.OpenWithSegments();
        using var report = WrittenReport.Of(shop.Warehouse);
        var (start, end) = (report.Text.IndexOf("<body>", StringComparison.Ordinal), report.Text.IndexOf("id=\"data\"", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"\b(ann|bob|eve)\b", report.Text[start..end] + report.Charts.GetRawText());
    }

    [Fact]
    public void The_same_warehouse_gives_the_same_bytes()
    {
        using var shop = LivelyShop.Open();
        using var first = WrittenReport.Of(shop.Warehouse);
        using var second = WrittenReport.Of(shop.Warehouse);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public void A_report_that_is_broken_off_leaves_the_former_one()
    {
        using var shop = CornerShop.Open().Build();
        using var report = WrittenReport.Of(shop.Warehouse);
        Assert.Throws<OperationCanceledException>(() => Report.Write(shop.Warehouse, report.Path, WrittenReport.Settings with { ShopName = "Other" }, new CancellationToken(canceled: true)));
        Assert.Equal(report.Text, File.ReadAllText(report.Path));
        Assert.Equal([report.Path], Directory.GetFiles(Path.GetDirectoryName(report.Path)!));
    }

    [Fact]
    public void It_tells_where_it_is_and_how_large()
    {
        using var shop = CornerShop.Open().Build();
        using var report = WrittenReport.Of(shop.Warehouse);
        var path = Path.Combine(Path.GetDirectoryName(report.Path)!, "new", "folder", "again.html");
        var written = Report.Write(shop.Warehouse, path, WrittenReport.Settings);
        Assert.Equal(path, written.Path);
        Assert.Equal(new FileInfo(path).Length, written.Bytes);
    }

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<script([^>]*)>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}

using Habitue.Server;
using Habitue.Server.Web;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Habitue.Tests.Server;

public sealed class ServerLogTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error)]
    [InlineData("Microsoft.AspNetCore.DataProtection.KeyManagement.KeyRingProvider", LogLevel.Warning)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)]
    [InlineData("Habitue.Runs.RunService", LogLevel.Information)]
    public void What_nobody_can_act_on_is_not_told(string category, LogLevel least)
    {
        using var loggers = LoggerFactory.Create(logging => ServerLog.Use(logging, LogForm.Text));
        var logger = loggers.CreateLogger(category);
        Assert.Equal((true, false), (logger.IsEnabled(least), logger.IsEnabled(least - 1)));
    }

    [Fact]
    public async Task No_key_is_written_outside_of_the_home()
    {
        await using var server = await RunningServer.Start([new HealthModule(), new WebModule()]);
        var kept = Assert.IsType<KeysInMemory>(server.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository);
        Assert.NotEmpty(kept.GetAllElements());
    }
}

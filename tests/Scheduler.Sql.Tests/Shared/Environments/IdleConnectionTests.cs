using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>A process with little to do gives connections back after half a minute, unless its connection string says otherwise.</summary>
public sealed class IdleConnectionTests
{
    [Theory]
    [InlineData("", 30)]
    [InlineData(";Connection Idle Lifetime=77", 77)]
    [InlineData(";ConnectionIdleLifetime=300", 300)]
    public void PostgreSql(string said, int expected)
    {
        NpgsqlConnectionStringBuilder settings = new("Host=h;Username=u;Database=d" + said);
        PostgreSqlSettings.MakeOwn(settings, TimeSpan.FromSeconds(10));
        Assert.Equal(expected, settings.ConnectionIdleLifetime);
    }

    [Theory]
    [InlineData("", 30u)]
    [InlineData(";Connection Idle Timeout=77", 77u)]
    [InlineData(";ConnectionIdleTimeout=180", 180u)]
    public void MySql(string said, uint expected) => Assert.Equal(
        expected, new MySqlConnectionStringBuilder(MySqlSettings.Own("Server=h;User ID=u;Password=p" + said, TimeSpan.FromSeconds(10)).ConnectionString).ConnectionIdleTimeout);
}

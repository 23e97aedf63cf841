using Microsoft.AspNetCore.Connections;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>The in-process engine on a port that is free. Left to itself it takes any port, in use or not.</summary>
internal static class InProcessEngine
{
    private const int Attempts = 5;

    /// <summary>Starts it; when another program was faster on the port, takes the next one.</summary>
    /// <param name="ports">What proposes a port; <see cref="FreePorts.One"/> unless a test takes ports away.</param>
    /// <exception cref="IOException">Five ports in a row were taken between the look and the start.</exception>
    public static async Task<DurableTaskTestHost> StartAsync(
        Action<DurableTaskRegistry> tasks, Action<IServiceCollection>? services = null, Func<int>? ports = null, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var options = new DurableTaskTestHostOptions { Port = ports?.Invoke() ?? FreePorts.One(), ConfigureServices = services };
                return await DurableTaskTestHost.StartAsync(tasks, options, cancellation);
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException && attempt < Attempts)
            {
                // Somebody took it in between.
            }
        }
    }
}

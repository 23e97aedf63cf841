using System.Runtime.CompilerServices;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>Hosts that log each request on the console would bury the tests' own lines; their warnings stay.</summary>
internal static class QuietHosts
{
#pragma warning disable CA2255 // Meant for libraries' users; this is a program, and the variable must be set before the first host is built.
    [ModuleInitializer]
    internal static void Quieten() => Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "Warning");
#pragma warning restore CA2255
}

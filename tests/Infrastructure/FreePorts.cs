using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>Ports of this machine that nobody listens on.</summary>
internal static class FreePorts
{
    private const int Attempts = 100;

    /// <summary>A port that is free now, on both loopback addresses.</summary>
    public static int One() => InRow(1);

    /// <summary>The first of some ports in a row that are free now.</summary>
    public static int InRow(int count)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // Below the range from which systems give ports to clients, so that nothing takes one between this look and its use.
            var first = Random.Shared.Next(20_000, 32_000 - count);
            if (Enumerable.Range(first, count).All(port => IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port)))
                return first;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No {count} free ports in a row."));
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException failure)
        {
            // A machine without IPv6 has nothing in use there.
            return failure.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Numerics;
using Vim.Domain.Errors;

namespace Vim.Domain.VirtualLinks;

/// <summary>Which IP addresses a port gets. Pure: the lowest free of each subnet, or those wished for.</summary>
public static class AddressPlanner
{
    /// <summary>What is wrong with a subnet, by itself or beside the others of its link; null: nothing.</summary>
    public static VimError? Check(SubnetDescription subnet, IEnumerable<SubnetState> others)
    {
        if (!IPNetwork.TryParse(subnet.Cidr, out var network))
        {
            return Refusals.BadField(
                "cidr", $"\"{subnet.Cidr}\" is not a prefix such as 192.0.2.0/24 or 2001:db8::/64");
        }

        if (subnet.GatewayIp.Length > 0
            && (!IPAddress.TryParse(subnet.GatewayIp, out var gateway) || !network.Contains(gateway)))
        {
            return Refusals.BadField("gateway_ip", $"\"{subnet.GatewayIp}\" is not an address of {subnet.Cidr}");
        }

        for (var index = 0; index < subnet.AddressPool.Length; index++)
        {
            var range = subnet.AddressPool[index];
            if (!IPAddress.TryParse(range.First, out var first)
                || !IPAddress.TryParse(range.Last, out var last)
                || !network.Contains(first)
                || !network.Contains(last)
                || Number(first) > Number(last))
            {
                return Refusals.BadField(
                    $"address_pool[{index}]", $"{range.First} to {range.Last} is not a range within {subnet.Cidr}");
            }
        }

        foreach (var other in others)
        {
            var there = IPNetwork.Parse(other.Description.Cidr);
            if (there.Contains(network.BaseAddress) || network.Contains(there.BaseAddress))
            {
                return Refusals.BadField(
                    "cidr", $"{subnet.Cidr} overlaps {other.Description.Cidr} of subnet {other.Id}");
            }
        }

        return null;
    }

    /// <summary>The addresses of a new port.</summary>
    /// <param name="link">The link.</param>
    /// <param name="wished">Addresses wished for; each must be a free one of a subnet.</param>
    public static Outcome<ImmutableArray<PortAddress>> Plan(VirtualLinkState link, ImmutableArray<string> wished)
    {
        var taken = new HashSet<IPAddress>();
        foreach (var port in link.Ports.Values)
        {
            foreach (var address in port.Addresses)
            {
                taken.Add(IPAddress.Parse(address.Address));
            }
        }

        var open = wished.ToList();
        var planned = ImmutableArray.CreateBuilder<PortAddress>();
        foreach (var subnet in link.Subnets.Values)
        {
            var network = IPNetwork.Parse(subnet.Description.Cidr);
            var wish = open.Find(text => IPAddress.TryParse(text, out var address) && network.Contains(address));
            var chosen = wish is null ? LowestFree(subnet.Description, network, taken) : IPAddress.Parse(wish);
            if (chosen is null || taken.Contains(chosen))
            {
                return Refusals.WrongState(
                    "subnet", subnet.Id.Value, chosen is null ? "full" : "asked for an address that is taken",
                    chosen is null ? "no address is free" : $"{chosen} belongs to another port");
            }

            _ = wish is not null && open.Remove(wish);
            planned.Add(new(subnet.Id, chosen.ToString()));
        }

        return open.Count == 0
            ? planned.ToImmutable()
            : Refusals.BadField(
                "fixed_addresses",
                $"{open[0]} is in no subnet of the virtual link, or its subnet has one already");
    }

    private static IPAddress? LowestFree(SubnetDescription subnet, IPNetwork network, HashSet<IPAddress> taken)
    {
        var gateway = subnet.GatewayIp.Length == 0 ? null : IPAddress.Parse(subnet.GatewayIp);
        foreach (var (first, last) in Ranges(subnet, network))
        {
            // Not more steps than addresses are taken, and one for the gateway.
            for (var number = first; number <= last; number++)
            {
                var address = Address(number, network.BaseAddress);
                if (!taken.Contains(address) && !address.Equals(gateway))
                {
                    return address;
                }
            }
        }

        return null;
    }

    private static IEnumerable<(BigInteger First, BigInteger Last)> Ranges(SubnetDescription subnet, IPNetwork network)
    {
        if (!subnet.AddressPool.IsEmpty)
        {
            return subnet.AddressPool.Select(
                range => (Number(IPAddress.Parse(range.First)), Number(IPAddress.Parse(range.Last))));
        }

        var bits = (network.BaseAddress.GetAddressBytes().Length * 8) - network.PrefixLength;
        var first = Number(network.BaseAddress);
        var last = first + (BigInteger.One << bits) - 1;

        // The all-zeros and all-ones addresses are not for hosts, but where only two or fewer exist (RFC 3021).
        return bits <= 1 ? [(first, last)] : [(first + 1, last - 1)];
    }

    private static BigInteger Number(IPAddress address) =>
        new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress Address(BigInteger number, IPAddress like)
    {
        var bytes = new byte[like.GetAddressBytes().Length];
        var raw = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        raw.CopyTo(bytes, bytes.Length - raw.Length);
        return new(bytes);
    }
}

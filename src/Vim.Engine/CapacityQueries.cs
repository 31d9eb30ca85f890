using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Scheduling.Views;

namespace Vim.Engine;

/// <summary>What a zone has and how much of it is claimed, from its ledger.</summary>
/// <param name="Zone">The zone.</param>
public sealed record GetZoneCapacity(ZoneId Zone) : IRequest<ZoneCapacity>;

/// <summary>What a host has and how much of it is claimed, from its zone's ledger.</summary>
/// <param name="Host">The host.</param>
public sealed record GetHostCapacity(HostId Host) : IRequest<HostCapacity>;

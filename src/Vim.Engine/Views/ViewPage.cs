using System.Collections.Immutable;

namespace Vim.Engine.Views;

/// <summary>A page of views, by id.</summary>
/// <typeparam name="TView">Kind of view.</typeparam>
/// <param name="Items">The views.</param>
/// <param name="NextAfter">Ask for the page after this id; null: this was the last.</param>
public sealed record ViewPage<TView>(ImmutableArray<TView> Items, string? NextAfter);

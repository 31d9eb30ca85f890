namespace Vim.Northbound.OrVi.Filters;

/// <summary>How a filter term compares.</summary>
internal enum FilterOperator
{
    /// <summary>One value of the attribute equals one of those given.</summary>
    In,

    /// <summary>No value of the attribute equals one of those given.</summary>
    NotIn,

    /// <summary>One value of the attribute contains one of those given.</summary>
    Contains,

    /// <summary>No value of the attribute contains one of those given.</summary>
    NotContains,

    /// <summary>Numbers and instants only.</summary>
    Greater,

    /// <summary>Numbers and instants only.</summary>
    GreaterOrEqual,

    /// <summary>Numbers and instants only.</summary>
    Less,

    /// <summary>Numbers and instants only.</summary>
    LessOrEqual,
}

using Vim.Agent;

return await AgentCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

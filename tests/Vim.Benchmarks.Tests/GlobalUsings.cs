global using Vim.Benchmarks.Running;
global using Vim.Benchmarks.Traces;
global using Vim.Benchmarks.Traces.Spane;

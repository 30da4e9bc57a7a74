#!/usr/bin/env bash
# The step benchmark on a GPU, on the libraries of the PyTorch that is installed there (LSKD_PYTHON, default python3).
# The programs must have been published without libtorch, where the .NET SDK and NuGet can be reached:
#   dotnet publish -c Release -r linux-x64 --self-contained -p:TorchBackend=none -o bench tests/LsKd.Benchmarks
# and then, on the machine with the GPU:  bench/gpu.sh
# PyTorch's libtorch must be of the release that TorchSharp was built for, or one that kept its C++ symbols.
set -euo pipefail
cd "$(dirname "$0")"
export LSKD_PYTHON="${LSKD_PYTHON:-$(command -v python3)}"
libraries=$("$LSKD_PYTHON" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
"$LSKD_PYTHON" -c 'import torch; print("PyTorch", torch.__version__, "on", torch.cuda.get_device_name(0))' >&2
exec ./LsKd.Benchmarks step --device cuda "$@"

@echo off
rem Habitue's launcher on Windows: builds the program once, then starts it. Needs the .NET 10 SDK and Node.
rem After the source has changed, delete bin\app: the next call builds anew.
setlocal
set "root=%~dp0"
if exist "%root%bin\app\habitue.exe" goto start
where dotnet >nul 2>nul || (echo Habitue needs the .NET 10 SDK: install it from https://dot.net/download. 1>&2 & exit /b 1)
where npm >nul 2>nul || (echo Habitue needs Node with npm, it brings the DuckDB library: install it from https://nodejs.org. 1>&2 & exit /b 1)
echo Building Habitue, once... 1>&2
pushd "%root%"
if not exist node_modules\@duckdb call npm ci --no-fund --no-audit >nul || (popd & exit /b 1)
dotnet publish src\Habitue\Habitue.csproj -c Release -v quiet -nologo --use-current-runtime --self-contained false --artifacts-path bin\work -o bin\app -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=false -p:PublishReadyToRun=true 1>&2 || (popd & exit /b 1)
popd
:start
"%root%bin\app\habitue.exe" %*
exit /b %errorlevel%
